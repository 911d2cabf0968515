/// The refusals and failures that clients are answered with.
@NullMarked
package dev.tarn.problem;

import org.jspecify.annotations.NullMarked;
