/// Measurements kept in memory.
@NullMarked
package dev.tarn.metric.memory;

import org.jspecify.annotations.NullMarked;
