package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.record.RecordBatch;
import dev.tarn.table.AppendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures batches.
final class IngestMeasurements {
  private final Metrics metrics;

  IngestMeasurements(Metrics metrics) {
    this.metrics = metrics;
  }

  /// A batch of `received` bytes was committed.
  ///
  /// @param start when that was begun, by [System#nanoTime]
  void committed(Receipt receipt, AppendResult.Appended appended, long received, long start) {
    List<Measurement> measurements = new ArrayList<>();
    receipt
        .lastEventTime()
        .ifPresent(last -> {
          Duration age = Duration.between(last, appended.batch().time());
          // CloudWatch has no percentiles of a metric with negative values: a device whose clock is
          // ahead would blind the alarm.
          measurements.add(Metric.FRESHNESS.of(Math.max(0, age.toMillis() / 1e3)));
        });
    measurements.addAll(written(receipt, appended, received));
    measurements.add(Metric.INGEST_TIME.of((System.nanoTime() - start) / 1e6));
    metrics.record(receipt.dataset().value(), measurements);
  }

  /// A slice of `received` bytes of a file was committed. How long that took, and how old its
  /// records are, says nothing of the batches that somebody waits for.
  void sliceCommitted(Receipt receipt, AppendResult.Appended appended, long received) {
    metrics.record(receipt.dataset().value(), written(receipt, appended, received));
  }

  private static List<Measurement> written(
      Receipt receipt, AppendResult.Appended appended, long received) {
    return List.of(
        Metric.BATCHES_COMMITTED.of(1),
        Metric.RECORDS_ACCEPTED.of(receipt.accepted()),
        Metric.FILES_WRITTEN.of(receipt.files()),
        Metric.COMMIT_RETRIES.of(appended.lostRaces()),
        Metric.BYTES_RECEIVED.of(received),
        Metric.BYTES_WRITTEN.of(receipt.bytes()));
  }

  /// Records of a batch did not fit.
  void rejected(DatasetName dataset, RecordBatch batch) {
    List<Measurement> measurements = new ArrayList<>();
    measurements.add(Metric.RECORDS_REJECTED.of(batch.rejected()));
    batch
        .rejectedByCode()
        .forEach((code, records) -> measurements.add(Metric.RECORDS_REJECTED.of(code, records)));
    metrics.record(dataset.value(), measurements);
  }

  /// A batch was there already.
  void replayed(DatasetName dataset) {
    metrics.record(dataset.value(), List.of(Metric.BATCHES_REPLAYED.of(1)));
  }
}
