package dev.tarn.function.ingest;

import dev.tarn.access.AccessSettings;
import dev.tarn.configuration.Settings;
import dev.tarn.metric.emf.EmfMetrics;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3LakeSettings;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.time.Clock;

/// The ingest function's settings.
///
/// @param lake where the lake is
/// @param access what is asked of callers
record IngestConfiguration(S3StoreConfiguration lake, AccessSettings access) {
  /// Reads `TARN_BUCKET`, `TARN_PREFIX`, `TARN_S3_ENDPOINT` and `AWS_REGION`, and what
  /// [AccessSettings] do. Throws [IllegalArgumentException] that names the variable which does not
  /// fit.
  static IngestConfiguration of(Settings settings) {
    return new IngestConfiguration(S3LakeSettings.read(settings), AccessSettings.read(settings));
  }

  /// The function over S3 and CloudWatch.
  IngestComponent component() {
    Clock clock = Clock.systemUTC();
    return IngestComponent.factory()
        .create(
            S3Store.open(lake, clock), new EmfMetrics("ingest", System.out, clock), clock, access);
  }

  /// A lake in memory, asked as the real one is.
  S3Store rehearsedLake() {
    Clock clock = Clock.systemUTC();
    return S3Store.answeredFrom(new MemoryStore(clock), lake, clock);
  }

  /// The lake through connections of its own.
  S3Store openLake() {
    return S3Store.open(lake, Clock.systemUTC());
  }
}
