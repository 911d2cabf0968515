package dev.tarn.record;

/// How records are laid out in a body.
public enum RecordFormat {
  /// One JSON document: an object, or an array of objects.
  JSON,
  /// One JSON object a line; blank lines are skipped.
  NDJSON,
  /// A CSV (RFC 4180) with a header, which names the field of each column.
  CSV,
  /// An Avro object container file, whose schema is resolved into the dataset's.
  AVRO,
  /// A Parquet file, whose schema is resolved into the dataset's as Avro's is.
  PARQUET
}
