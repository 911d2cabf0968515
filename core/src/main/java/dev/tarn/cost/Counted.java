package dev.tarn.cost;

/// What was counted of Tarn's requests; `CountedRequestsTest` and `docs/benchmarks.md` hold it.
final class Counted {
  /// Puts of a batch, the first of which is one for each date: data file, log entry, receipt.
  static final double BATCH_WRITES = 3;

  /// Versions from checkpoint to checkpoint, and puts of one: the checkpoint and its pointer.
  static final double CHECKPOINT_INTERVAL = 50;

  static final double CHECKPOINT_WRITES = 2;

  /// Listings of a query of one dataset.
  static final double QUERY_LISTS = 1;

  /// Bytes that one read of a data file fetches at most.
  static final double READ_BYTES = 8 * 1_048_576.0;

  /// Puts of a job that goes well (queued, running, done), and reads of it.
  static final double JOB_WRITES = 3;

  static final double JOB_READS = 1;

  /// Requests to the queue for one message: sent, received, deleted.
  static final double MESSAGE_REQUESTS = 3;

  /// Listings of a compaction with nothing to merge, and of each merge; puts of a merge's entry.
  static final double COMPACTION_LISTS = 2;

  static final double MERGE_LISTS = 2;

  /// Listings of expiry and of an audit, beside those of every 1,000 objects: of the log, and of
  /// data files and receipts.
  static final double EXPIRY_LISTS = 6;

  static final double EXPIRY_LOG_LISTINGS = 2;
  static final double AUDIT_LISTS = 8;
  static final double AUDIT_LOG_LISTINGS = 6;
  static final double LISTED_AT_ONCE = 1_000;

  /// Receipts that an audit reads at most, and bytes of the log that it keeps rather than read
  /// twice.
  static final double AUDITED_RECEIPTS = 200_000;

  static final double LOG_CACHE_BYTES = 64 * 1_048_576.0;

  /// Days for which keys are remembered, and so are in checkpoints.
  static final double KEY_DAYS = 7;

  /// Reads under way at once, and seconds of a run of a job.
  static final double READS_AT_ONCE = 16;

  static final double RUN_SECONDS = 870;

  /// Puts and copies of an export beside its parts, and of each part: staged, then copied.
  static final double EXPORT_WRITES = 4;

  static final double PART_WRITES = 2;
  static final double PART_BYTES = 128 * 1_048_576.0;

  /// Metrics that functions record by dataset, and once more over all of them.
  static final double INGEST_METRICS = 8;

  static final double QUERY_METRICS = 6;
  static final double COMPACTION_METRICS = 11;
  static final double DAILY_METRICS = 10;
  static final double EXPORT_METRICS = 4;

  private Counted() {}
}
