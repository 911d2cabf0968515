package dev.tarn.metric.cloudwatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Samples that wait to be sent, no more than a given number of them.
final class SampleBuffer {
  /// CloudWatch's limit on the metrics of one request.
  private static final int MAX_METRICS = 1_000;

  /// CloudWatch's limit on a request is 1 MB; the rest is for what is around the metrics.
  private static final int MAX_BYTES = 1_000_000 - 1_000;

  private final int capacity;
  private final Deque<Sample> samples = new ArrayDeque<>();

  SampleBuffer(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the buffer holds at least 1 sample, not " + capacity);
    }
    this.capacity = capacity;
  }

  /// Whether there was room for `sample`.
  synchronized boolean add(Sample sample) {
    return samples.size() < capacity && samples.add(sample);
  }

  /// Takes out the oldest samples that fit into one request; empty if there is none.
  synchronized List<Sample> takeBatch() {
    List<Sample> batch = new ArrayList<>();
    int bytes = 0;
    while (!samples.isEmpty() && (batch.size() + 1) * Sample.METRICS <= MAX_METRICS) {
      bytes += samples.getFirst().bytes();
      if (bytes > MAX_BYTES && !batch.isEmpty()) {
        break;
      }
      batch.add(samples.removeFirst());
    }
    return batch;
  }

  /// Takes out all, and tells how many they were.
  synchronized int clear() {
    int size = samples.size();
    samples.clear();
    return size;
  }
}
