/// The ingest function: a handler, and what it is wired from.
@NullMarked
package dev.tarn.function.ingest;

import org.jspecify.annotations.NullMarked;
