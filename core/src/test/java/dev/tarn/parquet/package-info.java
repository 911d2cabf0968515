@NullMarked
package dev.tarn.parquet;

import org.jspecify.annotations.NullMarked;
