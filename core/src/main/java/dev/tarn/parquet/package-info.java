/// Parquet files written from tapes, and read back.
@NullMarked
package dev.tarn.parquet;

import org.jspecify.annotations.NullMarked;
