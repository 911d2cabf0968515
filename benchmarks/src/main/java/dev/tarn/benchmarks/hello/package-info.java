/// Functions that do nothing, to measure those that do something against.
@NullMarked
package dev.tarn.benchmarks.hello;

import org.jspecify.annotations.NullMarked;
