package dev.tarn.local.backend;

/// What a backend does besides answering requests.
public enum Background {
  /// Nothing.
  NONE,
  /// The jobs that are in the queue.
  JOBS,
  /// The jobs in the queue, and what the clock asks for.
  JOBS_AND_CLOCK
}
