/// The query function: a handler, and what it is wired from.
@NullMarked
package dev.tarn.function.query;

import org.jspecify.annotations.NullMarked;
