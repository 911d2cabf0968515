package dev.tarn.metric;

import dev.tarn.metric.Measurement.Unit;

/// Everything that is measured. Alarms and dashboards are held against this list, and so is
/// `docs/reference/metrics.md`.
public enum Metric {
  BATCHES_COMMITTED("BatchesCommitted", Unit.COUNT),
  BATCHES_REPLAYED("BatchesReplayed", Unit.COUNT),
  RECORDS_ACCEPTED("RecordsAccepted", Unit.COUNT),
  /// Also by the code of the reason.
  RECORDS_REJECTED("RecordsRejected", Unit.COUNT),
  RECORDS_QUARANTINED("RecordsQuarantined", Unit.COUNT),
  EVENTS_RECEIVED("EventsReceived", Unit.COUNT),
  EVENTS_DUPLICATE("EventsDuplicate", Unit.COUNT),
  EVENTS_FAILED("EventsFailed", Unit.COUNT),
  UPLOADS_COMMITTED("UploadsCommitted", Unit.COUNT),
  UPLOADS_FAILED("UploadsFailed", Unit.COUNT),
  RECORDS_REPLAYED("RecordsReplayed", Unit.COUNT),
  BYTES_RECEIVED("BytesReceived", Unit.BYTES),
  BYTES_WRITTEN("BytesWritten", Unit.BYTES),
  FILES_WRITTEN("FilesWritten", Unit.COUNT),
  COMMIT_RETRIES("CommitRetries", Unit.COUNT),
  FRESHNESS("Freshness", Unit.SECONDS),
  INGEST_TIME("IngestTime", Unit.MILLISECONDS),
  RECEIPTS_NOT_KEPT("ReceiptsNotKept", Unit.COUNT),

  QUERIES("Queries", Unit.COUNT),
  QUERY_ROWS("QueryRows", Unit.COUNT),
  QUERY_FILES_SCANNED("QueryFilesScanned", Unit.COUNT),
  QUERY_REQUESTS("QueryRequests", Unit.COUNT),
  QUERY_BYTES_FETCHED("QueryBytesFetched", Unit.BYTES),
  QUERY_TIME("QueryTime", Unit.MILLISECONDS),

  EXPORTS("Exports", Unit.COUNT),
  EXPORT_ROWS("ExportRows", Unit.COUNT),
  EXPORT_PARTS("ExportParts", Unit.COUNT),
  EXPORT_BYTES("ExportBytes", Unit.BYTES),
  EXPORT_LAG("ExportLag", Unit.SECONDS),

  MERGES("Merges", Unit.COUNT),
  MERGED_FILES_BEFORE("MergedFilesBefore", Unit.COUNT),
  MERGED_FILES_AFTER("MergedFilesAfter", Unit.COUNT),
  MERGED_BYTES_BEFORE("MergedBytesBefore", Unit.BYTES),
  MERGED_BYTES_AFTER("MergedBytesAfter", Unit.BYTES),
  MERGED_ROWS("MergedRows", Unit.COUNT),
  MERGE_CONFLICTS("MergeConflicts", Unit.COUNT),
  MERGES_LEFT_ALONE("MergesLeftAlone", Unit.COUNT),
  COMPACTION_TIME("CompactionTime", Unit.MILLISECONDS),
  FILES("Files", Unit.COUNT),
  FILES_PER_PARTITION("FilesPerPartition", Unit.COUNT),

  FILES_EXPIRED("FilesExpired", Unit.COUNT),
  ROWS_EXPIRED("RowsExpired", Unit.COUNT),
  FILES_DELETED("FilesDeleted", Unit.COUNT),
  BYTES_DELETED("BytesDeleted", Unit.BYTES),
  LOG_OBJECTS_DELETED("LogObjectsDeleted", Unit.COUNT),

  AUDIT_FINDINGS("AuditFindings", Unit.COUNT),
  AUDIT_FAULTS("AuditFaults", Unit.COUNT),
  AUDIT_ORPHANS("AuditOrphans", Unit.COUNT),
  AUDIT_FILES("AuditFiles", Unit.COUNT),
  AUDIT_ROWS("AuditRows", Unit.COUNT),

  JOBS_FAILED("JobsFailed", Unit.COUNT),

  /// By the code of the problem alone.
  PROBLEMS("Problems", Unit.COUNT);

  private final String cloudWatchName;
  private final Unit unit;

  Metric(String cloudWatchName, Unit unit) {
    this.cloudWatchName = cloudWatchName;
    this.unit = unit;
  }

  /// The name that CloudWatch, `GET /v1/metrics`, alarms and dashboards know it by.
  public String cloudWatchName() {
    return cloudWatchName;
  }

  /// What its values count.
  public Unit unit() {
    return unit;
  }

  /// A value of it.
  public Measurement of(double value) {
    return new Measurement(cloudWatchName, value, unit);
  }

  /// A value of it.
  public Measurement of(long value) {
    return of((double) value);
  }

  /// A value of that part of it which has `code`; its name is the metric's, a dot, and the code.
  public Measurement of(String code, long value) {
    return new Measurement(cloudWatchName + "." + code, value, unit);
  }
}
