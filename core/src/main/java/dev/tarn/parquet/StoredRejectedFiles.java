package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.ingest.RejectedFiles;
import dev.tarn.ingest.RejectedRow;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/// Reads rejected records from the store, by way of a file on local disk.
public final class StoredRejectedFiles implements RejectedFiles {
  private final ObjectStore store;

  /// Reads from `store`.
  public StoredRejectedFiles(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void read(DatasetDefinition definition, DataFile file, Consumer<RejectedRow> reader) {
    try {
      Path local = Files.createTempFile("tarn-rejected-", ".parquet");
      try {
        Files.write(local, store.get(file.key()).bytes());
        try (RecordFileReader records = RecordFileReader.open(local, definition.schema())) {
          for (Optional<GenericRecord> next = records.next();
              next.isPresent();
              next = records.next()) {
            reader.accept(row(next.get()));
          }
        }
      } finally {
        Files.deleteIfExists(local);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a file of rejected records", e);
    }
  }

  private static RejectedRow row(GenericRecord record) {
    return new RejectedRow(
        time(record, "received_at"),
        text(record, "batch_id"),
        number(record, "position"),
        text(record, "pointer"),
        text(record, "code"),
        text(record, "detail"),
        new RejectedRow.Raw(
            text(record, "raw"), text(record, "raw_encoding"), number(record, "raw_bytes")),
        text(record, "content_type"),
        number(record, "schema_version"),
        number(record, "attempts"),
        time(record, "attempted_at"));
  }

  private static String text(GenericRecord record, String field) {
    return record.get(field).toString();
  }

  private static int number(GenericRecord record, String field) {
    return ((Number) record.get(field)).intValue();
  }

  private static Instant time(GenericRecord record, String field) {
    return Instant.EPOCH.plus(((Number) record.get(field)).longValue(), ChronoUnit.MICROS);
  }
}
