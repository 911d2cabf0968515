/// Tables as Delta Lake tables: a log of commits beside the data files, each commit one object that
/// is put only if absent, so that the object store alone decides between writers. Delta Kernel
/// reads and writes the log; this package gives it the store, and keeps what is immutable.
///
/// Start at [dev.tarn.table.delta.DeltaTable].
@NullMarked
package dev.tarn.table.delta;

import org.jspecify.annotations.NullMarked;
