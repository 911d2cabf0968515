/// Measurements sent to CloudWatch through its API.
@NullMarked
package dev.tarn.metric.cloudwatch;

import org.jspecify.annotations.NullMarked;
