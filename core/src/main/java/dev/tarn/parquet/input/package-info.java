/// Parquet files that others wrote, read by ranges into records. Nothing that such a file says is
/// believed before it is checked, and no memory is taken for it.
@NullMarked
package dev.tarn.parquet.input;

import org.jspecify.annotations.NullMarked;
