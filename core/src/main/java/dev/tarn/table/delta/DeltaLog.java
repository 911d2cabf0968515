package dev.tarn.table.delta;

import dev.tarn.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// One table's log in the store, with what its readers and writers share.
record DeltaLog(
    LogLayout layout, ObjectStore store, LogCache cache, Clock clock, DeltaSettings settings) {
  /// How long a batch is known by its id at least.
  static final Duration TRANSACTION_RETENTION = Duration.ofDays(7);

  /// A new count of requests.
  LogReader reader() {
    return new LogReader(store, cache, backoff());
  }

  Backoff backoff() {
    return new Backoff(settings.firstBackoff(), settings.longestBackoff());
  }

  /// An engine that sees the log as `listing` has it.
  TableEngine engine(LogReader reader, LogListing listing) {
    return new TableEngine(new LogFileIO(layout, reader, listing), forgetBefore());
  }

  /// When a batch must have been committed to be known by its id.
  Instant forgetBefore() {
    return clock.instant().minus(TRANSACTION_RETENTION);
  }
}
