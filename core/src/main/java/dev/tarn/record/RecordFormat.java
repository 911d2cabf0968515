package dev.tarn.record;

/// How records are laid out in a body.
public enum RecordFormat {
  /// One JSON document: an object, or an array of objects.
  JSON,
  /// One JSON object a line; blank lines are skipped.
  NDJSON
}
