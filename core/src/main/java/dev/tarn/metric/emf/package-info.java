/// Measurements as CloudWatch embedded metric format on standard output.
@NullMarked
package dev.tarn.metric.emf;

import org.jspecify.annotations.NullMarked;
