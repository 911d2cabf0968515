/// Measurements for operators.
@NullMarked
package dev.tarn.metric;

import org.jspecify.annotations.NullMarked;
