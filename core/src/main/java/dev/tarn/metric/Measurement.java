package dev.tarn.metric;

/// One measured value, with CloudWatch's unit for it.
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

  /// A number of things.
  public static Measurement count(String name, long value) {
    return new Measurement(name, value, Unit.COUNT);
  }

  /// A number of bytes.
  public static Measurement bytes(String name, long value) {
    return new Measurement(name, value, Unit.BYTES);
  }

  /// A duration in seconds.
  public static Measurement seconds(String name, double value) {
    return new Measurement(name, value, Unit.SECONDS);
  }

  /// A duration in milliseconds.
  public static Measurement millis(String name, double value) {
    return new Measurement(name, value, Unit.MILLISECONDS);
  }
}
