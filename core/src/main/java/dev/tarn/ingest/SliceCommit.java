package dev.tarn.ingest;

import dev.tarn.access.RowView;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.digest.Sha256;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordPosition;
import dev.tarn.record.RecordSlice;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Commits slices of one upload, each once, as [Ingestion] does batches: the dataset's commit comes
/// first and settles by which definition records fit, quarantine second.
final class SliceCommit {
  private static final int ATTEMPTS = 5;

  private final Upload upload;
  private final long fileBytes;
  private final Table table;
  private final BatchFiles files;
  private final Quarantine quarantine;
  private final IngestMeasurements measurements;
  private final InstantSource clock;

  /// A slice that is in the table, and what did not fit of it in quarantine.
  ///
  /// @param end where the next one begins
  record Committed(RecordPosition end, Receipt receipt) {}

  /// @param fileBytes how large the upload's file is
  /// @param clock dates rejected records
  SliceCommit(
      Upload upload,
      long fileBytes,
      Table table,
      BatchFiles files,
      Quarantine quarantine,
      Metrics metrics,
      InstantSource clock) {
    this.upload = upload;
    this.fileBytes = fileBytes;
    this.table = table;
    this.files = files;
    this.quarantine = quarantine;
    this.measurements = new IngestMeasurements(metrics);
    this.clock = clock;
  }

  static RowView view(Upload upload, DatasetDefinition definition) {
    return upload.writer().view(definition.name().value(), definition.rowAccess());
  }

  /// Throws what [#next] would for another reason than records that do not fit where none may.
  void requireAllowed(DatasetDefinition definition, RecordPosition start, RecordBatch batch) {
    if (upload.onInvalid() == IngestRequest.OnInvalid.QUARANTINE) {
      BatchDecoder.requireKept(batch, start);
    }
    OwnRows.require(view(upload, definition), definition, batch, start.records());
    files.requireFewDays(batch, start);
  }

  /// Commits the slice of `slices` that begins at `start`, or finds that it was committed; empty at
  /// the file's end.
  ///
  /// @param written how many records of the file were written before
  Optional<Committed> next(UploadSlices slices, RecordPosition start, long written)
      throws IOException {
    BatchId id = BatchIds.slice(upload.id(), start.offset());
    TableSnapshot known = table.knownSnapshot();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<CommittedBatch> earlier = table.findBatch(known, id);
      if (earlier.isPresent()) {
        return Optional.of(finish(slices, start, known, earlier.get()));
      }
      Optional<RecordSlice> next = slices.at(start, known.definition());
      if (next.filter(slice -> slice.batch().rejected() > 0).isPresent()) {
        TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
        if (!latest.definition().equals(known.definition())) {
          known = latest;
          next = slices.at(start, known.definition());
        }
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
      RecordBatch batch = next.get().batch();
      requireFit(batch, start, written);
      requireAllowed(known.definition(), start, batch);
      List<DataFile> dataFiles = files.write(table, known.definition(), id, batch);
      switch (table.append(known, id, fingerprint(id), dataFiles)) {
        case AppendResult.Appended appended -> {
          keepRejected(known.definition(), id, batch);
          Receipt receipt =
              BatchReceipts.of(
                  known.definition(), appended.batch(), batch.rejected(), batch.reasons());
          measurements.sliceCommitted(receipt, appended, received(start, next.get().end()));
          return Optional.of(new Committed(next.get().end(), receipt));
        }
        case AppendResult.AlreadyCommitted _,
            AppendResult.DefinitionChanged _,
            AppendResult.NotAllowed _ ->
            known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy(
            "the dataset's definition changed " + ATTEMPTS + " times while a slice was written")
        .exception();
  }

  /// Of a file of columns there is no telling which bytes are a slice's: the first has them all.
  private long received(RecordPosition start, RecordPosition end) {
    return switch (upload.format()) {
      case NDJSON, CSV, AVRO -> end.offset() - start.offset();
      case PARQUET -> start.offset() == 0 ? fileBytes : 0;
    };
  }

  /// Only a definition that changed after the check makes a record not fit that fitted.
  private void requireFit(RecordBatch batch, RecordPosition start, long written) {
    if (batch.rejected() > 0) {
      measurements.rejected(upload.dataset(), batch);
      if (upload.onInvalid() == IngestRequest.OnInvalid.REJECT) {
        throw new Problem.InvalidRecords(
                start.records() + batch.size() + batch.rejected(),
                batch.rejected(),
                batch.reasons(),
                written)
            .exception();
      }
    }
  }

  /// Does what whoever committed the slice may not have come to.
  private Committed finish(
      UploadSlices slices, RecordPosition start, TableSnapshot known, CommittedBatch committed)
      throws IOException {
    DatasetDefinition definition = CommittedDefinition.of(table, known, committed);
    RecordSlice slice =
        slices
            .at(start, definition)
            .orElseThrow(() -> new IllegalStateException(committed.batch() + " has no records"));
    long rows = committed.files().stream().mapToLong(DataFile::rows).sum();
    if (slice.batch().size() != rows) {
      throw new IllegalStateException(
          "%s has %d records that fit, and %d in the table"
              .formatted(committed.batch(), slice.batch().size(), rows));
    }
    keepRejected(definition, committed.batch(), slice.batch());
    measurements.replayed(upload.dataset());
    return new Committed(
        slice.end(),
        BatchReceipts.of(definition, committed, slice.batch().rejected(), slice.batch().reasons()));
  }

  private void keepRejected(DatasetDefinition definition, BatchId id, RecordBatch batch) {
    if (batch.rejected() == 0) {
      return;
    }
    Instant now = clock.instant();
    quarantine.keep(
        definition,
        id,
        fingerprint(id),
        batch.rejections().stream()
            .map(rejection ->
                RejectedRow.of(
                    rejection,
                    upload.id().value(),
                    rejection.reason().record(),
                    definition.schemaVersion(),
                    now))
            .toList());
  }

  /// What a slice holds is told by its name.
  private static String fingerprint(BatchId id) {
    return Sha256.of(id.value().getBytes(StandardCharsets.UTF_8));
  }
}
