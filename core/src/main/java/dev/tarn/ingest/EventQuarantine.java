package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.record.Documents;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.Rejection;
import dev.tarn.table.BatchId;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps what did not fit of a queue's messages, each message's records once.
final class EventQuarantine {
  private static final int ATTEMPTS = 20;

  private final Quarantine quarantine;
  private final Deliveries deliveries;
  private final InstantSource clock;

  EventQuarantine(Quarantine quarantine, Deliveries deliveries, InstantSource clock) {
    this.quarantine = quarantine;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// Keeps the records of `batch`, which was decoded by `definition` from the `documents` of
  /// `events`, that did not fit; those of messages that are there already are left alone.
  void keep(
      DatasetDefinition definition,
      List<QueuedEvent> events,
      Documents documents,
      RecordBatch batch) {
    Map<DeliveryKey, Instant> sent = new LinkedHashMap<>();
    Map<DeliveryKey, List<RejectedRow>> rows = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (Rejection rejection : batch.rejections()) {
      int record = rejection.reason().record();
      QueuedEvent event = events.get(documents.document(record));
      sent.put(event.key(), event.sent());
      rows.computeIfAbsent(event.key(), first -> new ArrayList<>())
          .add(
              RejectedRow.of(
                  rejection,
                  event.id(),
                  documents.position(record),
                  definition.schemaVersion(),
                  now));
    }
    keep(definition, sent, rows);
  }

  private void keep(
      DatasetDefinition definition,
      Map<DeliveryKey, Instant> sent,
      Map<DeliveryKey, List<RejectedRow>> rows) {
    Table table = quarantine.openOrCreate(definition);
    DeliveryLedger ledger =
        new DeliveryLedger(deliveries, definition.name().ofRejected(), EventIngestion.PREFIX);
    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Map<DeliveryKey, BatchId> found = ledger.find(table, known, sent);
      found.keySet().forEach(sent::remove);
      found.keySet().forEach(rows::remove);
      if (sent.isEmpty()) {
        return;
      }
      BatchId id = ledger.register(sent);
      List<RejectedRow> rejected = rows.values().stream().flatMap(List::stream).toList();
      if (quarantine.keep(definition, id, "", rejected, Optional.of(ledger.unlessIn(sent)))) {
        return;
      }
      known = table.snapshot(new SnapshotTime.Latest());
    }
    throw new Problem.Busy(
            "other consumers kept writing to '" + definition.name().ofRejected() + "'")
        .exception();
  }
}
