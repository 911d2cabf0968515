package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.access.RowView;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Writes one batch of records to its dataset's table: decode, encode, commit, receipt.
///
/// A batch that is answered with a receipt is durable and visible; one that is answered with a
/// problem is not in the table, except that a [StoreException] leaves it open: the same request
/// with the same key then finds out. A key commits one batch, however often it is sent.
///
/// Of a batch with records for quarantine, the dataset's commit comes first, even if no record is
/// in it: it settles by which definition records fit. Whoever finds it there decodes by that
/// definition again, and so puts the same records into quarantine, whatever the definition is by
/// then. The receipt comes last, and tells that both are done.
public final class Ingestion {
  /// How many batches of messages are looked through for a message's receipt.
  public static final int BATCHES_LOOKED_AT = 100;

  private static final int ATTEMPTS = 5;

  private final Tables tables;
  private final BatchDecoder decoder;
  private final BatchFiles files;
  private final Quarantine quarantine;
  private final BatchReceipts receipts;
  private final BatchOwners owners;
  private final IngestMeasurements measurements;
  private final InstantSource clock;

  /// Writes to `tables` through the collaborators given.
  public Ingestion(
      Tables tables, BatchDecoder decoder, BatchFiles files, Receipts receipts, Metrics metrics) {
    this(tables, decoder, files, receipts, metrics, InstantSource.system());
  }

  /// Writes to `tables` through the collaborators given; `clock` dates rejected records.
  public Ingestion(
      Tables tables,
      BatchDecoder decoder,
      BatchFiles files,
      Receipts receipts,
      Metrics metrics,
      InstantSource clock) {
    this.tables = tables;
    this.decoder = decoder;
    this.files = files;
    this.quarantine = new Quarantine(tables, files, metrics);
    this.receipts = new BatchReceipts(receipts, metrics);
    this.owners = new BatchOwners(tables);
    this.measurements = new IngestMeasurements(metrics);
    this.clock = clock;
  }

  /// Commits the batch, or finds that it was committed before, and gives its receipt.
  public IngestResult ingest(IngestRequest request) {
    long start = System.nanoTime();
    Table table = open(request.dataset());
    String fingerprint = BatchIds.fingerprint(request.body().bytes());

    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RowView view = view(request.writer(), known.definition());
      BatchId id = BatchIds.of(request.dataset(), view, request.idempotencyKey());
      Optional<CommittedBatch> earlier = table.findBatch(known, id);
      if (earlier.isPresent()) {
        return replay(request, table, known, earlier.get(), fingerprint);
      }
      Decoded decoded = decode(request, table, known);
      known = decoded.snapshot();
      List<DataFile> written = files.write(table, known.definition(), id, decoded.batch());
      switch (table.append(known, id, fingerprint, written)) {
        case AppendResult.Appended appended -> {
          if (decoded.batch().rejected() > 0) {
            keepRejected(known.definition(), id, fingerprint, decoded.batch());
          }
          Receipt receipt = receipts.keep(receipt(known.definition(), appended, decoded.batch()));
          measurements.committed(receipt, appended, request.body().bytes().length, start);
          return new IngestResult(receipt, false);
        }
        case AppendResult.AlreadyCommitted already -> {
          return replay(request, table, known, already.batch(), fingerprint);
        }
        case AppendResult.DefinitionChanged _, AppendResult.NotAllowed _ ->
            known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy(
            "the dataset's definition changed " + ATTEMPTS + " times while the batch was written")
        .exception();
  }

  private static Receipt receipt(
      DatasetDefinition definition, AppendResult.Appended appended, RecordBatch batch) {
    return BatchReceipts.of(definition, appended.batch(), batch.rejected(), batch.reasons());
  }

  private Table open(DatasetName dataset) {
    return tables
        .open(dataset)
        .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
  }

  /// The receipt of a batch that is in the table. Throws [Problem.UnknownReceipt] if there is none,
  /// and for a batch that was written by somebody who sees other rows than `reader`, who does not
  /// see all.
  public Receipt receipt(Principal reader, DatasetName dataset, BatchId batch) {
    Table table = open(dataset);
    owners.requireTold(reader, table, batch);
    Optional<Receipt> kept = receipts.kept(dataset, batch);
    if (kept.isPresent()) {
      return kept.get();
    }
    TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
    return table
        .findBatch(latest, batch)
        .map(committed ->
            BatchReceipts.of(
                latest.definition(),
                committed,
                dataset.isOfRejected() ? 0 : quarantine.count(dataset, batch),
                List.of()))
        .orElseThrow(() -> new Problem.UnknownReceipt(dataset.value(), batch.value()).exception());
  }

  /// The receipt of the batch that has a queue's message of that id, if it is among the last
  /// [#BATCHES_LOOKED_AT] that were made of messages. Throws [Problem.UnknownReceipt] if not: the
  /// message may be in the queue still, or be none.
  public Receipt receiptOfMessage(
      Principal reader, DatasetName dataset, String message, Deliveries deliveries) {
    Table table = open(dataset);
    TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
    DeliveryKey key = DeliveryKey.of(message);
    return table.batches(latest, EventIngestion.PREFIX).reversed().stream()
        .limit(BATCHES_LOOKED_AT)
        .filter(batch -> deliveries.find(dataset, batch).contains(key))
        .findFirst()
        .map(batch -> receipt(reader, dataset, batch))
        .orElseThrow(() -> new Problem.UnknownReceipt(dataset.value(), message).exception());
  }

  private record Decoded(TableSnapshot snapshot, RecordBatch batch) {}

  /// A record may be refused only because the known definition is not the latest one, so the latest
  /// decides.
  private Decoded decode(IngestRequest request, Table table, TableSnapshot known) {
    RecordBatch batch = decode(request, known.definition());
    if (batch.rejected() > 0) {
      TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
      if (!latest.definition().equals(known.definition())) {
        return decoded(latest, decode(request, latest.definition()), request);
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

  private RecordBatch decode(IngestRequest request, DatasetDefinition definition) {
    return switch (request.onInvalid()) {
      case REJECT -> decoder.decode(definition, request);
      case QUARANTINE -> decoder.decodeDescribingAll(definition, request);
    };
  }

  private RecordBatch accepted(RecordBatch batch, IngestRequest request) {
    if (batch.rejected() > 0) {
      measurements.rejected(request.dataset(), batch);
      if (request.onInvalid() == IngestRequest.OnInvalid.REJECT) {
        throw new Problem.InvalidRecords(
                batch.size() + batch.rejected(), batch.rejected(), batch.reasons())
            .exception();
      }
    }
    return batch;
  }

  private IngestResult replay(
      IngestRequest request,
      Table table,
      TableSnapshot known,
      CommittedBatch committed,
      String fingerprint) {
    if (!committed.files().isEmpty() && !committed.fingerprint().equals(fingerprint)) {
      throw reused(request);
    }
    measurements.replayed(request.dataset());
    return new IngestResult(
        receipts
            .kept(request.dataset(), committed.batch())
            .orElseGet(() -> finish(request, table, known, committed, fingerprint)),
        true);
  }

  /// Does what the request that committed the batch may not have come to. Whatever did not fit was
  /// for quarantine, or nothing would have been committed.
  private Receipt finish(
      IngestRequest request,
      Table table,
      TableSnapshot known,
      CommittedBatch committed,
      String fingerprint) {
    DatasetDefinition definition = CommittedDefinition.of(table, known, committed);
    RecordBatch batch = decoder.decodeDescribingAll(definition, request);
    // A batch without files has its fingerprint in quarantine alone.
    if (batch.size() != committed.files().stream().mapToLong(DataFile::rows).sum()
        || (committed.files().isEmpty()
            && quarantine.hasOther(request.dataset(), committed.batch(), fingerprint))) {
      throw reused(request);
    }
    if (batch.rejected() > 0) {
      keepRejected(definition, committed.batch(), fingerprint, batch);
    }
    return receipts.keep(
        BatchReceipts.of(definition, committed, batch.rejected(), batch.reasons()));
  }

  private static RuntimeException reused(IngestRequest request) {
    return new Problem.IdempotencyKeyReused(request.idempotencyKey().orElse("")).exception();
  }

  private void keepRejected(
      DatasetDefinition definition, BatchId id, String fingerprint, RecordBatch batch) {
    Instant now = clock.instant();
    quarantine.keep(
        definition,
        id,
        fingerprint,
        batch.rejections().stream()
            .map(rejection ->
                RejectedRow.of(
                    rejection,
                    id.value(),
                    rejection.reason().record(),
                    definition.schemaVersion(),
                    now))
            .toList());
  }
}
