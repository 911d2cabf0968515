package dev.tarn.cost;

/// A month as AWS reckons it, of 730 hours.
final class Month {
  static final double HOURS = 730;
  static final double DAYS = HOURS / 24;
  static final double MINUTES = HOURS * 60;
  static final double SECONDS = HOURS * 3_600;

  private Month() {}
}
