package dev.tarn.problem;

/// Every kind of refusal and failure a client can be answered with: its code (the last part of the
/// problem's `type` URI), its HTTP status and its title (RFC 9457, section 3.1).
public enum ProblemType {
  MALFORMED_REQUEST("malformed-request", 400, "The request is malformed"),
  MALFORMED_BODY("malformed-body", 400, "The body cannot be parsed"),
  SQL_REFUSED("sql-refused", 400, "The SQL is not accepted"),
  ENGINE_NOT_CONFIGURED("engine-not-configured", 400, "The query engine is not configured"),
  UNAUTHENTICATED("unauthenticated", 401, "A token is needed"),
  FORBIDDEN("forbidden", 403, "The token does not allow this"),
  UNKNOWN_ROUTE("unknown-route", 404, "There is nothing at this path"),
  UNKNOWN_DATASET("unknown-dataset", 404, "There is no such dataset"),
  UNKNOWN_VERSION("unknown-version", 404, "The dataset has no such version"),
  UNKNOWN_RECEIPT("unknown-receipt", 404, "There is no such receipt"),
  UNKNOWN_EXPORT("unknown-export", 404, "There is no such export"),
  UNKNOWN_SCHEDULE("unknown-schedule", 404, "There is no such schedule"),
  UNKNOWN_JOB("unknown-job", 404, "There is no such job"),
  UNKNOWN_QUERY("unknown-query", 404, "There is no such query"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No accepted media type can be answered"),
  QUERY_TIMEOUT("query-timeout", 408, "The query ran out of time"),
  SCHEMA_CONFLICT("schema-conflict", 409, "The change does not fit the dataset's schema"),
  SCHEDULE_CONFLICT("schedule-conflict", 409, "The change does not fit the schedule"),
  UPLOAD_CHANGED("upload-changed", 409, "The uploaded file has changed"),
  PRECONDITION_FAILED("precondition-failed", 412, "The dataset has changed since it was read"),
  PAYLOAD_TOO_LARGE("payload-too-large", 413, "The body is too large"),
  QUERY_TOO_LARGE("query-too-large", 413, "The query needs more than it may use"),
  RESULT_TOO_LARGE("result-too-large", 413, "The result is too large to answer"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's type is not accepted"),
  INVALID_DEFINITION("invalid-definition", 422, "The dataset's definition is not valid"),
  INVALID_RECORDS("invalid-records", 422, "Records do not fit the dataset's schema"),
  IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key was used for another body"),
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
  BUSY("busy", 503, "Too many writers at once"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The object store does not answer"),
  METRICS_UNAVAILABLE("metrics-unavailable", 503, "The measurements cannot be read"),
  ENGINE_UNAVAILABLE("engine-unavailable", 503, "The query engine does not answer"),
  DAMAGED_TABLE("damaged-table", 500, "The table is damaged"),
  INTERNAL("internal", 500, "Something went wrong on our side");

  private final String code;
  private final int status;
  private final String title;

  ProblemType(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /// The stable word for this kind, such as `unknown-dataset`.
  public String code() {
    return code;
  }

  /// The HTTP status it is answered with.
  public int status() {
    return status;
  }

  /// What happened, the same words for every occurrence.
  public String title() {
    return title;
  }
}
