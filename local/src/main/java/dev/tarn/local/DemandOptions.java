package dev.tarn.local;

import dev.tarn.cost.Demand;
import dev.tarn.cost.Fleet;
import dev.tarn.local.terminal.UserFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what is asked of the lake.
final class DemandOptions {
  @Option(
      names = "--queries-per-day",
      paramLabel = "N",
      defaultValue = "100",
      description = "Queries, each of one dataset (default: ${DEFAULT-VALUE}).")
  private double queries = 100;

  @Option(
      names = "--query-bytes",
      paramLabel = "SIZE",
      description = "What a query reads, such as 20MB (default: 20MB).")
  private @Nullable String queryBytes;

  @Option(
      names = "--selectivity",
      paramLabel = "SHARE",
      description = "Instead: the share of its dataset that a query reads, 0 to 1.")
  private @Nullable Double selectivity;

  @Option(
      names = "--exports-per-day",
      paramLabel = "N",
      defaultValue = "1",
      description = "Scheduled exports of each dataset (default: ${DEFAULT-VALUE}).")
  private double exports = 1;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Who download every export (default: ${DEFAULT-VALUE}).")
  private double readers = 1;

  @Option(
      names = "--athena-bytes-per-day",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "What Athena scans for large exports (default: ${DEFAULT-VALUE}).")
  private String athenaBytes = "0";

  /// What the options say. Throws [UserFailure] where one is out of range.
  Demand demand(Fleet fleet) {
    OptionRange.number("--queries-per-day", queries, 0, 1e9);
    OptionRange.number("--exports-per-day", exports, 0, 24);
    OptionRange.number("--readers", readers, 0, 1e6);
    return new Demand(
        queries,
        queryBytes(fleet),
        exports,
        readers,
        OptionRange.size("--athena-bytes-per-day", athenaBytes));
  }

  private double queryBytes(Fleet fleet) {
    if (selectivity == null) {
      return OptionRange.size("--query-bytes", queryBytes == null ? "20MB" : queryBytes);
    }
    if (queryBytes != null) {
      throw new UserFailure("either --query-bytes or --selectivity, not both");
    }
    return OptionRange.number("--selectivity", selectivity, 0, 1) * fleet.datasetBytes();
  }
}
