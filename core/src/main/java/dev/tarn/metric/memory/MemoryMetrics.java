package dev.tarn.metric.memory;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Keeps the last 10,000 recordings, for tests and for a backend without CloudWatch.
public final class MemoryMetrics implements Metrics {
  private static final int KEPT = 10_000;

  private final Deque<Recording> recordings = new ArrayDeque<>();

  /// One call of [#record].
  public record Recording(String dataset, List<Measurement> measurements) {}

  @Override
  public synchronized void record(String dataset, List<Measurement> measurements) {
    if (recordings.size() == KEPT) {
      recordings.removeFirst();
    }
    recordings.addLast(new Recording(dataset, List.copyOf(measurements)));
  }

  /// What was recorded, oldest first.
  public synchronized List<Recording> recordings() {
    return List.copyOf(recordings);
  }

  /// The sum of the values recorded under `name`, over all datasets.
  public synchronized double sum(String name) {
    return recordings.stream()
        .flatMap(recording -> recording.measurements().stream())
        .filter(measurement -> measurement.name().equals(name))
        .mapToDouble(Measurement::value)
        .sum();
  }
}
