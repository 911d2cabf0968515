/// The export function: a handler, and what it is wired from.
@NullMarked
package dev.tarn.function.export;

import org.jspecify.annotations.NullMarked;
