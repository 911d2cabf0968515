package dev.tarn.table;

/// How a replacement of files ended.
public sealed interface ReplaceResult {
  /// The new files are in the table and the former are not, by the commit of `version`.
  record Replaced(long version) implements ReplaceResult {}

  /// Some of the former files were not in the table any more; nothing was committed.
  record FilesChanged() implements ReplaceResult {}
}
