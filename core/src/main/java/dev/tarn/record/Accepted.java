package dev.tarn.record;

import java.util.Arrays;

/// Where accepted records begin on the tape, and their event times.
final class Accepted {
  private static final int FIRST_CAPACITY = 256;

  private long[] starts = new long[FIRST_CAPACITY];
  private long[] eventTimes = new long[FIRST_CAPACITY];
  private int size;

  void add(long start, long eventTimeMicros) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      eventTimes = Arrays.copyOf(eventTimes, size * 2);
    }
    starts[size] = start;
    eventTimes[size++] = eventTimeMicros;
  }

  int size() {
    return size;
  }

  long start(int record) {
    return starts[record];
  }

  long eventTimeMicros(int record) {
    return eventTimes[record];
  }
}
