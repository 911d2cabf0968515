package dev.tarn.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What is kept of a query that a [Warehouse] runs.
///
/// @param id the warehouse's
/// @param startedBy who submitted it, and alone may see and stop it; the same text for all where
///   requests do not tell
/// @param startedAt when it was submitted
/// @param time after which it is stopped
/// @param versions the latest version of each dataset then, by its name
/// @param filesTotal data files in these
/// @param bytesTotal size of these files
public record SubmittedQuery(
    String id,
    String startedBy,
    Instant startedAt,
    Duration time,
    Map<String, Long> versions,
    long filesTotal,
    long bytesTotal) {
  public SubmittedQuery {
    versions = Map.copyOf(versions);
  }

  /// When its time is over.
  Instant deadline() {
    return startedAt.plus(time);
  }
}
