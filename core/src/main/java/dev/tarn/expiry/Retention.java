package dev.tarn.expiry;

import java.time.Duration;

/// How long what the present version of a table no longer needs is kept.
///
/// @param files how long a version's files stay readable after the next version was made; also the
///   least age at which a file that no version names is taken for left behind
/// @param log how long a version can be asked for
public record Retention(Duration files, Duration log) {
  private static final Duration SHORTEST = Duration.ofHours(1);

  /// Seven days for files, as other engines that read the tables expect, and thirty for the log.
  public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(30));

  /// Throws [IllegalArgumentException] where files would be kept for less than an hour, in which an
  /// append may be under way, or the log for less than the files.
  public Retention {
    if (files.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("files are kept for an hour at least, not " + files);
    }
    if (log.compareTo(files) < 0) {
      throw new IllegalArgumentException(
          "the log is kept as long as files at least, not "
              + log
              + ", which is less than "
              + files);
    }
  }
}
