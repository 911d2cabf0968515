package dev.tarn.metric;

/// One measured value, with CloudWatch's unit for it. [Metric] makes them.
public record Measurement(String name, double value, Unit unit) {
  /// The units in use, each named as CloudWatch names it.
  public enum Unit {
    COUNT("Count"),
    BYTES("Bytes"),
    MILLISECONDS("Milliseconds"),
    SECONDS("Seconds");

    private final String cloudWatchName;

    Unit(String cloudWatchName) {
      this.cloudWatchName = cloudWatchName;
    }

    /// The unit as PutMetricData and the embedded metric format spell it.
    public String cloudWatchName() {
      return cloudWatchName;
    }
  }
}
