package dev.tarn.local.runtime;

/// How a function's process comes to be (AWS Lambda Developer Guide, "Understanding the Lambda
/// execution environment lifecycle").
public enum InitializationType {
  /// It starts when it is needed.
  ON_DEMAND("on-demand"),
  /// It starts when a version is published, runs its hooks, and is restored when it is needed.
  SNAP_START("snap-start");

  private final String value;

  InitializationType(String value) {
    this.value = value;
  }

  /// The value of `AWS_LAMBDA_INITIALIZATION_TYPE`.
  public String value() {
    return value;
  }
}
