package dev.tarn.problem;

/// One thing that is wrong with a table's log.
public sealed interface LogFault {
  /// There is no entry of a version that later ones build on.
  record MissingEntry(long version) implements LogFault {}

  /// The entry of a version is none.
  record UnreadableEntry(long version) implements LogFault {}

  /// The log tells of a checkpoint of a version that stands in for entries it has no more, and
  /// there is none.
  record MissingCheckpoint(long version) implements LogFault {}

  /// The checkpoint of a version is none.
  record UnreadableCheckpoint(long version) implements LogFault {}

  /// There are data files, and no log at all.
  record MissingLog() implements LogFault {}
}
