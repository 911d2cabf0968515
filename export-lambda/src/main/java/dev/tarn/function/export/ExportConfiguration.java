package dev.tarn.function.export;

import dev.tarn.configuration.Settings;
import dev.tarn.metric.emf.EmfMetrics;
import dev.tarn.store.s3.S3LakeSettings;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.time.Clock;

/// The export function's settings.
///
/// @param lake where the lake is
record ExportConfiguration(S3StoreConfiguration lake) {
  /// Reads `TARN_BUCKET`, `TARN_PREFIX`, `TARN_S3_ENDPOINT` and `AWS_REGION`. Throws
  /// [IllegalArgumentException] that names the variable which does not fit.
  static ExportConfiguration of(Settings settings) {
    return new ExportConfiguration(S3LakeSettings.read(settings));
  }

  /// The function over S3 and CloudWatch.
  ExportComponent component() {
    Clock clock = Clock.systemUTC();
    return ExportComponent.factory()
        .create(S3Store.open(lake, clock), new EmfMetrics("export", System.out, clock));
  }
}
