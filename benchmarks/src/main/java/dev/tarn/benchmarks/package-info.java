/// Measurements of Tarn against named peers.
@NullMarked
package dev.tarn.benchmarks;

import org.jspecify.annotations.NullMarked;
