package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.digest.Sha256;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.record.Documents;
import dev.tarn.record.RecordBatch;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the messages that a queue delivered for one dataset, as one batch: a file for each UTC
/// date, one commit, and what does not fit into quarantine. A message that a batch has already,
/// whoever wrote it, is not written again.
///
/// The dataset's commit comes first, even if no record is in it, and quarantine second. A message
/// that is found in the dataset is decoded again by the definition that it was committed by, and
/// what of it did not fit is put into quarantine unless it is there. So whoever is cut off between
/// the two is made up for by the next delivery.
///
/// Into a dataset with row access no message goes but of somebody who writes all rows; the records
/// of others are put into quarantine, for `access`.
public final class EventIngestion {
  /// What the ids of batches of messages begin with.
  static final String PREFIX = "q";

  private static final int ATTEMPTS = 20;

  private final Tables tables;
  private final BatchDecoder decoder;
  private final BatchFiles files;
  private final Deliveries deliveries;
  private final EventQuarantine quarantine;
  private final BatchReceipts receipts;
  private final IngestMeasurements measurements;
  private final Metrics metrics;

  /// Writes to `tables` through the collaborators given; `clock` dates rejected records.
  public EventIngestion(
      Tables tables,
      BatchDecoder decoder,
      BatchFiles files,
      Receipts receipts,
      Deliveries deliveries,
      Metrics metrics,
      InstantSource clock) {
    this.tables = tables;
    this.decoder = decoder;
    this.files = files;
    this.deliveries = deliveries;
    this.quarantine =
        new EventQuarantine(new Quarantine(tables, files, metrics), deliveries, clock);
    this.receipts = new BatchReceipts(receipts, metrics);
    this.measurements = new IngestMeasurements(metrics);
    this.metrics = metrics;
  }

  /// Writes `events`, one at least, of which some may have been written before. All of them are in
  /// the dataset or in quarantine once this returns; one that throws may have written some, and
  /// what is called again writes the others alone.
  ///
  /// Throws [Problem.UnknownDataset], also for a dataset that Tarn alone writes to, and
  /// [Problem.PayloadTooLarge] where they are more than one batch may have.
  public void ingest(DatasetName dataset, List<QueuedEvent> events) {
    long start = System.nanoTime();
    if (dataset.isOfRejected()) {
      throw new Problem.UnknownDataset(dataset.value()).exception();
    }
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    DeliveryLedger ledger = new DeliveryLedger(deliveries, dataset, PREFIX);
    Map<DeliveryKey, QueuedEvent> pending = new LinkedHashMap<>();
    events.forEach(event -> pending.putIfAbsent(event.key(), event));
    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Map<DeliveryKey, BatchId> found = ledger.find(table, known, times(pending));
      complete(table, known, found, pending);
      found.keySet().forEach(pending::remove);
      if (pending.isEmpty()) {
        metrics.record(dataset.value(), List.of(Metric.EVENTS_DUPLICATE.of(events.size())));
        return;
      }
      Decoded decoded = decode(table, known, List.copyOf(pending.values()));
      known = decoded.snapshot();
      BatchId id = ledger.register(times(pending));
      List<DataFile> written = files.write(table, known.definition(), id, decoded.batch());
      AppendResult result =
          table.append(known, id, fingerprint(pending), written, ledger.unlessIn(times(pending)));
      switch (result) {
        case AppendResult.Appended appended -> {
          finish(known.definition(), decoded, appended, start);
          metrics.record(
              dataset.value(),
              List.of(
                  Metric.EVENTS_RECEIVED.of(pending.size()),
                  Metric.EVENTS_DUPLICATE.of(events.size() - pending.size())));
          return;
        }
        case AppendResult.AlreadyCommitted _,
            AppendResult.NotAllowed _,
            AppendResult.DefinitionChanged _ ->
            known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy("other consumers kept writing the same messages to '" + dataset + "'")
        .exception();
  }

  private record Decoded(
      TableSnapshot snapshot, List<QueuedEvent> events, Documents documents, RecordBatch batch) {}

  /// A record may be refused only because the known definition is not the latest one, so the latest
  /// decides.
  private Decoded decode(Table table, TableSnapshot known, List<QueuedEvent> events) {
    Documents documents = documents(known.definition(), events);
    RecordBatch batch = decoder.decodeDescribingAll(known.definition(), documents);
    if (batch.rejected() > 0) {
      TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
      if (!latest.definition().equals(known.definition())) {
        Documents now = documents(latest.definition(), events);
        return new Decoded(
            latest, events, now, decoder.decodeDescribingAll(latest.definition(), now));
      }
    }
    return new Decoded(known, events, documents, batch);
  }

  /// A message does not say which rows its sender may write, so where that matters its records are
  /// not taken.
  private static Documents documents(DatasetDefinition definition, List<QueuedEvent> events) {
    Optional<String> refusal =
        definition
            .rowAccess()
            .map(access ->
                "events do not carry the claim '%s', which says who may write rows of '%s'; send the records to /records"
                    .formatted(access.claim(), definition.name()));
    return Documents.of(
        events.stream()
            .map(event ->
                new Documents.Sent(
                    event.body().getBytes(StandardCharsets.UTF_8),
                    event.writesAllRows() ? Optional.empty() : refusal))
            .toList());
  }

  private void finish(
      DatasetDefinition definition, Decoded decoded, AppendResult.Appended appended, long start) {
    RecordBatch batch = decoded.batch();
    if (batch.rejected() > 0) {
      measurements.rejected(definition.name(), batch);
      quarantine.keep(definition, decoded.events(), decoded.documents(), batch);
    }
    Receipt receipt =
        receipts.keep(
            BatchReceipts.of(definition, appended.batch(), batch.rejected(), batch.reasons()));
    measurements.committed(receipt, appended, decoded.documents().bytes().length, start);
  }

  /// Sees to it that what did not fit of messages found in the dataset is in quarantine.
  private void complete(
      Table table,
      TableSnapshot known,
      Map<DeliveryKey, BatchId> found,
      Map<DeliveryKey, QueuedEvent> events) {
    Map<BatchId, List<QueuedEvent>> byBatch = new LinkedHashMap<>();
    found.forEach((key, batch) -> {
      QueuedEvent event = events.get(key);
      if (event != null) {
        byBatch.computeIfAbsent(batch, first -> new ArrayList<>()).add(event);
      }
    });
    byBatch.forEach((id, delivered) -> {
      CommittedBatch committed =
          table
              .findBatch(known, id)
              .orElseThrow(() -> new IllegalStateException(id + " is not in the log any more"));
      DatasetDefinition definition = CommittedDefinition.of(table, known, committed);
      Documents documents = documents(definition, delivered);
      RecordBatch batch = decoder.decodeDescribingAll(definition, documents);
      if (batch.rejected() > 0) {
        quarantine.keep(definition, delivered, documents, batch);
      }
    });
  }

  private static Map<DeliveryKey, Instant> times(Map<DeliveryKey, QueuedEvent> events) {
    Map<DeliveryKey, Instant> times = new LinkedHashMap<>();
    events.forEach((key, event) -> times.put(key, event.sent()));
    return times;
  }

  private static String fingerprint(Map<DeliveryKey, QueuedEvent> events) {
    StringBuilder ids = new StringBuilder();
    events.values().forEach(event -> ids.append(event.id()).append('\n'));
    return Sha256.of(ids.toString().getBytes(StandardCharsets.UTF_8));
  }
}
