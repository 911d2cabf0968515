/// Queries through the query function's handler, against other ways to ask the same of the same
/// files.
@NullMarked
package dev.tarn.benchmarks.query;

import org.jspecify.annotations.NullMarked;
