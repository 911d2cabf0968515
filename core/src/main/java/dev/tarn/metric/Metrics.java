package dev.tarn.metric;

import java.util.List;

/// Where measurements go. Recording never fails and never waits for a network.
public interface Metrics {
  /// The namespace of every metric in CloudWatch.
  String NAMESPACE = "Tarn";

  /// Records what one piece of work measured, under the dimensions `function` and `dataset`.
  ///
  /// @param dataset the dataset's name, or `-` for work on none
  void record(String dataset, List<Measurement> measurements);

  /// Sends what was recorded, where that waits to be sent; called when a piece of work has ended.
  /// Never fails.
  default void flush() {}
}
