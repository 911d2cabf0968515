package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.RowAccess;
import dev.tarn.digest.Sha256;
import dev.tarn.problem.Problem;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.Documents;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.Rejection;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Commits rejected records that fit by now, each once.
final class ReplayedRecords {
  private static final int ATTEMPTS = 20;
  private static final String ACCESS = "access";

  private final BatchDecoder decoder;
  private final BatchFiles files;
  private final Deliveries deliveries;

  ReplayedRecords(BatchDecoder decoder, BatchFiles files, Deliveries deliveries) {
    this.decoder = decoder;
    this.files = files;
    this.deliveries = deliveries;
  }

  /// Commits those of `rows`, which are few enough for one batch, that fit `table`'s definition and
  /// are not in it yet. Gives the others, with the attempt at `now` counted.
  List<RejectedRow> commit(Table table, List<RejectedRow> rows, Instant now) {
    TableSnapshot known = table.snapshot(new SnapshotTime.Latest());
    Set<DeliveryKey> foreign = new HashSet<>();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      DeliveryLedger ledger =
          new DeliveryLedger(deliveries, known.definition().name(), Replay.PREFIX);
      Map<DeliveryKey, RejectedRow> pending = new LinkedHashMap<>();
      rows.forEach(row -> pending.put(key(row), row));
      ledger.find(table, known, times(pending)).keySet().forEach(pending::remove);

      List<RejectedRow> again = new ArrayList<>();
      List<RejectedRow> whole = new ArrayList<>();
      List<Documents.Single> records = new ArrayList<>();
      int version = known.definition().schemaVersion();
      Optional<RowAccess> access = known.definition().rowAccess();
      for (RejectedRow row : pending.values()) {
        if (access.isPresent() && (foreign.contains(key(row)) || row.code().equals(ACCESS))) {
          again.add(row.again(foreign(row, access.get()), version, now));
          continue;
        }
        row.document()
            .ifPresentOrElse(
                record -> {
                  whole.add(row);
                  records.add(record);
                },
                () -> again.add(row.again(unreadable(row), version, now)));
      }
      RecordBatch batch =
          decoder.decodeDescribingAll(known.definition(), Documents.ofRecords(records));
      if (access.isPresent() && foreign.addAll(foreign(known.definition(), whole, batch))) {
        continue;
      }
      Map<DeliveryKey, RejectedRow> fitting = new LinkedHashMap<>();
      whole.forEach(row -> fitting.put(key(row), row));
      for (Rejection rejection : batch.rejections()) {
        RejectedRow row = whole.get(rejection.reason().record());
        fitting.remove(key(row));
        again.add(row.again(rejection.reason(), version, now));
      }
      if (fitting.isEmpty()) {
        return again;
      }
      BatchId id = ledger.register(times(fitting));
      List<DataFile> written = files.write(table, known.definition(), id, batch);
      AppendResult result =
          table.append(known, id, fingerprint(fitting), written, ledger.unlessIn(times(fitting)));
      switch (result) {
        case AppendResult.Appended _, AppendResult.AlreadyCommitted _ -> {
          return again;
        }
        case AppendResult.NotAllowed _, AppendResult.DefinitionChanged _ ->
            known = table.snapshot(new SnapshotTime.Latest());
      }
    }
    throw new Problem.Busy("others kept changing the dataset while records were tried again")
        .exception();
  }

  /// Those of `rows` that fit and are not of the rows that whoever sent them may write.
  private static Set<DeliveryKey> foreign(
      DatasetDefinition definition, List<RejectedRow> rows, RecordBatch batch) {
    RowAccess access = definition.rowAccess().orElseThrow();
    List<RejectedRow> accepted = new ArrayList<>(rows);
    for (Rejection rejection : batch.rejections().reversed()) {
      accepted.remove(rejection.reason().record());
    }
    Set<DeliveryKey> foreign = new HashSet<>();
    for (int record = 0; record < accepted.size(); record++) {
      RejectedRow row = accepted.get(record);
      if (BatchIds.isRestricted(row.batch())
          && OwnRows.value(definition.schema(), access.column(), batch, record)
              .filter(value -> BatchIds.mayHave(row.batch(), access, value))
              .isEmpty()) {
        foreign.add(key(row));
      }
    }
    return foreign;
  }

  private static RejectedRecord foreign(RejectedRow row, RowAccess access) {
    return new RejectedRecord(
        row.position(),
        "/" + access.column(),
        ACCESS,
        "whoever sent the record is not known to write rows of its '%s'; it is for them to send again"
            .formatted(access.column()));
  }

  private static RejectedRecord unreadable(RejectedRow row) {
    return row.raw().bytes() > RejectedRow.MAX_RAW
        ? new RejectedRecord(
            row.position(),
            "",
            "length",
            "of the record's %d bytes the first %d are kept, which cannot be tried again"
                .formatted(row.raw().bytes(), RejectedRow.MAX_RAW))
        : new RejectedRecord(
            row.position(),
            "",
            "format",
            "the record is kept as %s, which cannot be tried again; send it once more"
                .formatted(row.contentType()));
  }

  private static DeliveryKey key(RejectedRow row) {
    return DeliveryKey.of(row.batch() + "/" + row.position());
  }

  private static Map<DeliveryKey, Instant> times(Map<DeliveryKey, RejectedRow> rows) {
    Map<DeliveryKey, Instant> times = new LinkedHashMap<>();
    rows.forEach((key, row) -> times.put(key, row.receivedAt()));
    return times;
  }

  private static String fingerprint(Map<DeliveryKey, RejectedRow> rows) {
    StringBuilder names = new StringBuilder();
    rows.values()
        .forEach(row -> names.append(row.batch()).append('/').append(row.position()).append('\n'));
    return Sha256.of(names.toString().getBytes(StandardCharsets.UTF_8));
  }
}
