@NullMarked
package dev.tarn.parquet.input;

import org.jspecify.annotations.NullMarked;
