package dev.tarn.cost;

/// What was measured of Tarn, by `./tarn bench footprint` and `./tarn bench compaction`, and stands
/// in `docs/benchmarks.md` under "Footprint" and "Compaction".
final class Measured {
  /// Bytes of a data file beside its rows.
  static final double FILE_BYTES = 3_400;

  static final double LOG_ENTRY_BYTES = 1_560;
  static final double RECEIPT_BYTES = 235;

  /// Bytes of a checkpoint beside its rows, and of the rows of one batch in it: its transaction,
  /// and its file, or that the file left.
  static final double CHECKPOINT_BYTES = 23_000;

  static final double CHECKPOINT_BYTES_PER_BATCH = 81;

  /// Milliseconds of a processor for a batch, and for each of its records.
  static final double BATCH_MILLIS = 6;

  static final double RECORD_MILLIS = 0.0143;

  /// Milliseconds of a processor for a file that is merged, and for each of its rows.
  static final double MERGED_FILE_MILLIS = 1.8;

  static final double MERGED_ROW_MILLIS = 0.01;

  /// Bytes of the measurements that a batch writes to its log.
  static final double INGEST_LOG_BYTES = 690;

  private Measured() {}
}
