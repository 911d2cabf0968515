package dev.tarn.cost;

/// What is neither counted nor measured, and not an option either.
final class Assumed {
  /// Bytes that Lambda itself logs of an invocation, `START`, `END` and `REPORT` with a trace's id,
  /// and that CloudWatch adds for each line.
  static final double INVOCATION_LOG_BYTES = 480;

  static final double LOG_LINE_BYTES = 26;

  /// Bytes of API Gateway's access log for a request, as `infra/modules/api` formats it.
  static final double ACCESS_LOG_BYTES = 450;

  /// Bytes of S3's access log for a request, kept for 90 days as `infra/modules/lake` says.
  static final double STORE_LOG_BYTES = 700;

  static final double STORE_LOG_DAYS = 90;

  /// What logs have left when CloudWatch has compressed them.
  static final double LOG_COMPRESSION = 0.15;

  /// The share of requests to S3 that reach KMS in spite of the bucket's key: AWS tells of up to 99
  /// % that do not.
  static final double KEY_SHARE = 0.01;

  /// X-Ray's standing rule: the first request of each second, and this share of the others.
  static final double TRACE_SHARE = 0.05;

  /// Requests of Lambda's pollers to three empty queues: five to each, each asking for 20 s.
  static final double POLLS_PER_MINUTE = 45;

  /// Milliseconds of a processor for an invocation of the export function that finds little to do.
  static final double SMALL_JOB_MILLIS = 20;

  /// Milliseconds of a processor for a query, beside fetching; bytes that one function fetches in a
  /// second; files it fetches at once.
  static final double QUERY_MILLIS = 60;

  static final double FETCHED_BYTES_PER_SECOND = 75e6;
  static final double QUERY_REQUESTS_AT_ONCE = 16;

  /// Bytes of an answer with its headers, of a batch and of a query.
  static final double RECEIPT_ANSWER_BYTES = 700;

  static final double QUERY_ANSWER_BYTES = 50_000;

  /// Metrics of a route that is measured in detail: calls, both kinds of errors, both latencies,
  /// and bytes.
  static final double ROUTE_METRICS = 6;

  private Assumed() {}
}
