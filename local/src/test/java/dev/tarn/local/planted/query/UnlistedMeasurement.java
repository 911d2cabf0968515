package dev.tarn.local.planted.query;

import dev.tarn.metric.Measurement;

/// Measures what no list has.
final class UnlistedMeasurement {
  private UnlistedMeasurement() {}

  static Measurement one() {
    return new Measurement("Unlisted", 1, Measurement.Unit.COUNT);
  }
}
