/// DuckDB behind the SQL port: untrusted statements over local Parquet files, in a cage.
@NullMarked
package dev.tarn.engine;

import org.jspecify.annotations.NullMarked;
