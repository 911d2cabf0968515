package dev.tarn.local;

import dev.tarn.cost.Fleet;
import dev.tarn.local.terminal.UserFailure;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options that say what is sent.
final class FleetOptions {
  private static final long MOST = 1_000_000_000;
  private static final long BODY_BYTES = 6_291_456;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "100",
      description = "Devices that send (default: ${DEFAULT-VALUE}).")
  private long devices = 100;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "1/min",
      description =
          "Records of each device, such as 1/min, 6/h or 24/d (default: ${DEFAULT-VALUE}).")
  private String rate = "1/min";

  @Option(
      names = "--record-bytes",
      paramLabel = "BYTES",
      defaultValue = "240",
      description = "A record as JSON (default: ${DEFAULT-VALUE}).")
  private long recordBytes = 240;

  @Option(
      names = "--batch",
      paramLabel = "RECORDS",
      defaultValue = "1",
      description =
          "Records in one POST, of a device or of who collects for several (default:"
              + " ${DEFAULT-VALUE}).")
  private long batch = 1;

  @Option(
      names = "--datasets",
      paramLabel = "N",
      defaultValue = "1",
      description = "Datasets that records are spread over evenly (default: ${DEFAULT-VALUE}).")
  private long datasets = 1;

  @Option(
      names = "--compression",
      paramLabel = "RATIO",
      defaultValue = "8",
      description = "Bytes of JSON for one of Parquet (default: ${DEFAULT-VALUE}).")
  private double compression = 8;

  @Option(
      names = "--retention-days",
      paramLabel = "DAYS",
      defaultValue = "365",
      description = "For how long records are kept (default: ${DEFAULT-VALUE}).")
  private long retentionDays = 365;

  /// What the options say. Throws [UserFailure] where one is out of range.
  Fleet fleet() {
    OptionRange.whole("--devices", devices, 0, MOST);
    OptionRange.whole("--record-bytes", recordBytes, 2, 1_048_576);
    OptionRange.whole("--batch", batch, 1, 1_000_000);
    OptionRange.whole("--datasets", datasets, 1, 100_000);
    OptionRange.whole("--retention-days", retentionDays, 1, 36_500);
    OptionRange.number("--compression", compression, 0.1, 1_000);
    if (batch * recordBytes > BODY_BYTES) {
      throw new UserFailure(
          String.format(
              Locale.ROOT,
              "--batch %,d of --record-bytes %,d is more than the 6 MB that a request may have:"
                  + " %,d records at most",
              batch,
              recordBytes,
              BODY_BYTES / recordBytes));
    }
    return new Fleet(
        devices,
        OptionRange.rate("--rate", rate),
        recordBytes,
        batch,
        datasets,
        compression,
        retentionDays);
  }
}
