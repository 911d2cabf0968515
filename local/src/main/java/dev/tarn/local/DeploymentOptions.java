package dev.tarn.local;

import dev.tarn.cost.Deployment;
import dev.tarn.cost.Timing;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how the lake is deployed, by the variables of `infra/`, and how fast it is.
final class DeploymentOptions {
  private static final long MOST_MEGABYTES = 10_240;
  private static final long MOST_DAYS = 3_650;

  /// Where tokens come from.
  enum Issuer {
    own,
    cognito
  }

  @Option(
      names = "--ingest-memory",
      paramLabel = "MB",
      defaultValue = "1769",
      description = "ingest.memory_mb (default: ${DEFAULT-VALUE}).")
  private long ingest = 1_769;

  @Option(
      names = "--query-memory",
      paramLabel = "MB",
      defaultValue = "3008",
      description = "query.memory_mb (default: ${DEFAULT-VALUE}).")
  private long query = 3_008;

  @Option(
      names = "--export-memory",
      paramLabel = "MB",
      defaultValue = "3072",
      description = "export.memory_mb (default: ${DEFAULT-VALUE}).")
  private long export = 3_072;

  @Option(
      names = "--export-tmp",
      paramLabel = "MB",
      defaultValue = "5120",
      description = "export.temporary_mb (default: ${DEFAULT-VALUE}).")
  private long exportTemporary = 5_120;

  @Option(
      names = "--file-retention-days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "file_retention_days (default: ${DEFAULT-VALUE}).")
  private long fileRetention = 7;

  @Option(
      names = "--log-retention-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "log_retention_days (default: ${DEFAULT-VALUE}).")
  private long logRetention = 30;

  @Option(
      names = "--noncurrent-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "noncurrent_days (default: ${DEFAULT-VALUE}).")
  private long noncurrent = 30;

  @Option(
      names = "--log-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "log_days (default: ${DEFAULT-VALUE}).")
  private long logDays = 30;

  @Option(
      names = "--alarms",
      paramLabel = "N",
      description = "Alarms (default: ${DEFAULT-VALUE}, those of infra/).")
  private long alarms = Deployment.DEFAULT.alarms();

  @Option(
      names = "--alarm-mails",
      paramLabel = "N",
      defaultValue = "20",
      description = "Mails that alarms send in a month (default: ${DEFAULT-VALUE}).")
  private long mails = 20;

  @Option(
      names = "--issuer",
      paramLabel = "ISSUER",
      defaultValue = "own",
      description =
          "Where tokens come from, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). With"
              + " cognito each device fetches its own.")
  private Issuer issuer = Issuer.own;

  @Option(names = "--firewall", description = "A web ACL stands before exports.")
  private boolean firewall;

  @Option(
      names = "--store-ms",
      paramLabel = "MS",
      defaultValue = "50",
      description = "A request to S3, from a function (default: ${DEFAULT-VALUE}, not measured).")
  private double storeMillis = 50;

  @Option(
      names = "--ingest-ms",
      paramLabel = "MS",
      description = "A batch in all, as Lambda bills it (default: reckoned).")
  private @Nullable Double ingestMillis;

  @Option(
      names = "--query-ms",
      paramLabel = "MS",
      description = "A query in all, as Lambda bills it (default: reckoned).")
  private @Nullable Double queryMillis;

  /// What the options say. Throws [dev.tarn.local.terminal.UserFailure] where one is out of range.
  Deployment deployment() {
    return new Deployment(
        OptionRange.whole("--ingest-memory", ingest, 128, MOST_MEGABYTES),
        OptionRange.whole("--query-memory", query, 1_024, MOST_MEGABYTES),
        OptionRange.whole("--export-memory", export, 1_536, MOST_MEGABYTES),
        OptionRange.whole("--export-tmp", exportTemporary, 1_536, MOST_MEGABYTES),
        OptionRange.whole("--file-retention-days", fileRetention, 1, MOST_DAYS),
        OptionRange.whole("--log-retention-days", logRetention, fileRetention, MOST_DAYS),
        OptionRange.whole("--noncurrent-days", noncurrent, 1, MOST_DAYS),
        OptionRange.whole("--log-days", logDays, 1, MOST_DAYS),
        OptionRange.whole("--alarms", alarms, 0, 10_000),
        OptionRange.whole("--alarm-mails", mails, 0, 1_000_000),
        issuer == Issuer.cognito,
        firewall);
  }

  /// How long things take.
  Timing timing() {
    return new Timing(
        OptionRange.number("--store-ms", storeMillis, 1, 10_000),
        millis("--ingest-ms", ingestMillis, 29_000),
        millis("--query-ms", queryMillis, 29_000));
  }

  private static OptionalDouble millis(String option, @Nullable Double value, double most) {
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(OptionRange.number(option, value, 1, most));
  }
}
