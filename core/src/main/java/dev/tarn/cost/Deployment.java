package dev.tarn.cost;

/// How the lake is deployed, as the variables of `infra/` say it.
///
/// @param ingestMegabytes memory of the ingest function
/// @param queryMegabytes memory of the query function
/// @param exportMegabytes memory of the export function
/// @param exportTemporaryMegabytes `/tmp` of the export function
/// @param fileRetentionDays `file_retention_days`
/// @param logRetentionDays `log_retention_days`
/// @param noncurrentDays `noncurrent_days`
/// @param logDays `log_days`
/// @param alarms that watch it
/// @param noticeMails that alarms send in a month
/// @param cognito whether tokens come from a Cognito pool
/// @param firewall whether a web ACL stands before exports
public record Deployment(
    long ingestMegabytes,
    long queryMegabytes,
    long exportMegabytes,
    long exportTemporaryMegabytes,
    long fileRetentionDays,
    long logRetentionDays,
    long noncurrentDays,
    long logDays,
    long alarms,
    long noticeMails,
    boolean cognito,
    boolean firewall) {
  /// What `infra/variables.tf` has, with an issuer of one's own.
  public static final Deployment DEFAULT =
      new Deployment(1_769, 3_008, 3_072, 5_120, 7, 30, 30, 30, 38, 20, false, false);

  /// For how many days a file is paid for that has left the table: as long as its versions are
  /// kept, and then as long as a deleted object is.
  double afterlifeDays() {
    return (double) fileRetentionDays + noncurrentDays;
  }

  /// For how many days an object of the log is paid for.
  double logObjectDays() {
    return (double) logRetentionDays + noncurrentDays;
  }
}
