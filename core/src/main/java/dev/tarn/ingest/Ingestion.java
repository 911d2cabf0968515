package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.access.RowView;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.record.RecordBatch;
import dev.tarn.store.StoreException;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one batch of records to its dataset's table: decode, encode, commit, receipt.
///
/// A batch that is answered with a receipt is durable and visible; one that is answered with a
/// problem is not in the table, except that a [StoreException] leaves it open: the same request
/// with the same key then finds out. A key commits one batch, however often it is sent.
public final class Ingestion {
  private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
  private static final int ATTEMPTS = 5;

  private final Tables tables;
  private final BatchDecoder decoder;
  private final BatchFiles files;
  private final Receipts receipts;
  private final Metrics metrics;

  /// Writes to `tables` through the collaborators given.
  public Ingestion(
      Tables tables, BatchDecoder decoder, BatchFiles files, Receipts receipts, Metrics metrics) {
    this.tables = tables;
    this.decoder = decoder;
    this.files = files;
    this.receipts = receipts;
    this.metrics = metrics;
  }

  /// Commits the batch, or finds that it was committed before, and gives its receipt.
  public IngestResult ingest(IngestRequest request) {
    long start = System.nanoTime();
    Table table =
        tables
            .open(request.dataset())
            .orElseThrow(() -> new Problem.UnknownDataset(request.dataset().value()).exception());
    String fingerprint = BatchIds.fingerprint(request.body().bytes());

    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RowView view = view(request.writer(), known.definition());
      BatchId id = BatchIds.of(request.dataset(), view, request.idempotencyKey());
      Optional<CommittedBatch> earlier = table.findBatch(known, id);
      if (earlier.isPresent()) {
        return replay(request, known.definition(), earlier.get(), fingerprint);
      }
      Decoded decoded = decode(request, table, known);
      known = decoded.snapshot();
      List<DataFile> written = files.write(table, known.definition(), id, decoded.batch());
      switch (table.append(known, id, fingerprint, written)) {
        case AppendResult.Appended appended -> {
          Receipt receipt = receipt(known.definition(), appended.batch());
          keep(receipt);
          measure(receipt, appended, request, start);
          return new IngestResult(receipt, false);
        }
        case AppendResult.AlreadyCommitted already -> {
          return replay(request, known.definition(), already.batch(), fingerprint);
        }
        case AppendResult.DefinitionChanged changed ->
            known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy(
            "the dataset's definition changed " + ATTEMPTS + " times while the batch was written")
        .exception();
  }

  /// The receipt of a batch that is in the table. Throws [Problem.UnknownReceipt] if there is none,
  /// and for a batch that was written by somebody who sees other rows than `reader`, who does not
  /// see all.
  public Receipt receipt(Principal reader, DatasetName dataset, BatchId batch) {
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    if (reader.rows() != Principal.Rows.ALL) {
      DatasetDefinition definition = table.snapshot(new SnapshotTime.Latest()).definition();
      if (!BatchIds.isToldTo(view(reader, definition), batch)) {
        throw new Problem.UnknownReceipt(dataset.value(), batch.value()).exception();
      }
    }
    Optional<Receipt> kept = kept(dataset, batch);
    if (kept.isPresent()) {
      return kept.get();
    }
    TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
    return table
        .findBatch(latest, batch)
        .map(committed -> receipt(latest.definition(), committed))
        .orElseThrow(() -> new Problem.UnknownReceipt(dataset.value(), batch.value()).exception());
  }

  private record Decoded(TableSnapshot snapshot, RecordBatch batch) {}

  /// A record may be refused only because the known definition is not the latest one, so the latest
  /// decides.
  private Decoded decode(IngestRequest request, Table table, TableSnapshot known) {
    RecordBatch batch = decoder.decode(known.definition(), request);
    if (batch.rejected() > 0) {
      TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
      if (!latest.definition().equals(known.definition())) {
        return decoded(latest, decoder.decode(latest.definition(), request), request);
      }
    }
    return decoded(known, batch, request);
  }

  private Decoded decoded(TableSnapshot snapshot, RecordBatch batch, IngestRequest request) {
    RecordBatch accepted = accepted(batch, request);
    DatasetDefinition definition = snapshot.definition();
    OwnRows.require(view(request.writer(), definition), definition, accepted);
    return new Decoded(snapshot, accepted);
  }

  private static RowView view(Principal principal, DatasetDefinition definition) {
    return principal.view(definition.name().value(), definition.rowAccess());
  }

  private RecordBatch accepted(RecordBatch batch, IngestRequest request) {
    if (batch.rejected() > 0) {
      measureRejected(batch, request);
      throw new Problem.InvalidRecords(
              batch.size() + batch.rejected(), batch.rejected(), batch.reasons())
          .exception();
    }
    return batch;
  }

  private void measureRejected(RecordBatch batch, IngestRequest request) {
    List<Measurement> measurements = new ArrayList<>();
    measurements.add(Metric.RECORDS_REJECTED.of(batch.rejected()));
    batch
        .rejectedByCode()
        .forEach((code, records) -> measurements.add(Metric.RECORDS_REJECTED.of(code, records)));
    metrics.record(request.dataset().value(), measurements);
  }

  private IngestResult replay(
      IngestRequest request,
      DatasetDefinition definition,
      CommittedBatch committed,
      String fingerprint) {
    if (!committed.fingerprint().equals(fingerprint)) {
      throw new Problem.IdempotencyKeyReused(request.idempotencyKey().orElse("")).exception();
    }
    metrics.record(request.dataset().value(), List.of(Metric.BATCHES_REPLAYED.of(1)));
    Receipt receipt =
        kept(request.dataset(), committed.batch())
            .orElseGet(() -> {
              Receipt again = receipt(definition, committed);
              keep(again);
              return again;
            });
    return new IngestResult(receipt, true);
  }

  private static Receipt receipt(DatasetDefinition definition, CommittedBatch committed) {
    EventTimes times = EventTimes.of(definition, committed.files());
    return new Receipt(
        committed.batch(),
        definition.name(),
        committed.version(),
        committed.files().stream().mapToLong(DataFile::rows).sum(),
        0,
        committed.files().size(),
        committed.files().stream().mapToLong(DataFile::bytes).sum(),
        times.first(),
        times.last(),
        List.of());
  }

  /// What is kept but no receipt is as good as none, since one can be made again from the log.
  private Optional<Receipt> kept(DatasetName dataset, BatchId batch) {
    try {
      return receipts.find(dataset, batch);
    } catch (UnreadableReceiptException e) {
      LOG.warn("the receipt of batch {} of {} is made again", batch, dataset, e);
      return Optional.empty();
    }
  }

  /// The batch is committed by now, so a receipt that cannot be kept must not fail it; it is made
  /// again from the log when it is asked for.
  private void keep(Receipt receipt) {
    try {
      receipts.put(receipt);
    } catch (StoreException e) {
      LOG.warn("the receipt of batch {} was not kept", receipt.batch(), e);
      metrics.record(receipt.dataset().value(), List.of(Metric.RECEIPTS_NOT_KEPT.of(1)));
    }
  }

  private void measure(
      Receipt receipt, AppendResult.Appended appended, IngestRequest request, long start) {
    Duration age = Duration.between(receipt.lastEventTime(), appended.batch().time());
    // CloudWatch has no percentiles of a metric with negative values: a device whose clock is ahead
    // would blind the alarm.
    metrics.record(
        receipt.dataset().value(),
        List.of(
            Metric.BATCHES_COMMITTED.of(1),
            Metric.RECORDS_ACCEPTED.of(receipt.accepted()),
            Metric.FILES_WRITTEN.of(receipt.files()),
            Metric.COMMIT_RETRIES.of(appended.lostRaces()),
            Metric.FRESHNESS.of(Math.max(0, age.toMillis() / 1e3)),
            Metric.BYTES_RECEIVED.of(request.body().bytes().length),
            Metric.BYTES_WRITTEN.of(receipt.bytes()),
            Metric.INGEST_TIME.of((System.nanoTime() - start) / 1e6)));
  }
}
