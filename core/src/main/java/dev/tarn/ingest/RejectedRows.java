package dev.tarn.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/// Rejected records as records of a dataset of their own.
final class RejectedRows {
  /// The field of the time at which they came.
  static final String EVENT_TIME = "received_at";

  private static final String SCHEMA =
      """
      {"type": "record", "name": "RejectedRecord", "namespace": "dev.tarn", "fields": [
        {"name": "received_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "batch_id", "type": "string"},
        {"name": "position", "type": "int"},
        {"name": "pointer", "type": "string"},
        {"name": "code", "type": "string"},
        {"name": "detail", "type": "string"},
        {"name": "raw", "type": "string"},
        {"name": "attempts", "type": "int"},
        {"name": "raw_encoding", "type": "string"},
        {"name": "raw_bytes", "type": "int"},
        {"name": "content_type", "type": "string"},
        {"name": "schema_version", "type": "int"},
        {"name": "attempted_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
      """;

  /// As JSON, a character of the raw record may take six bytes.
  private static final DecodeLimits LIMITS =
      new DecodeLimits(Quarantine.MOST_RECORDS, 2, 8 * RejectedRow.MAX_RAW, 100, 1);

  private final JsonFactory json = new JsonFactory();

  /// What the dataset of `source`'s rejected records is. It is kept as long as that.
  static DatasetDefinition definition(DatasetDefinition source) {
    return definition(source.name(), source.retentionDays());
  }

  /// The same of the dataset `source`, kept for so many days.
  static DatasetDefinition definition(DatasetName source, OptionalInt retentionDays) {
    return new DatasetDefinition(
        source.ofRejected(),
        new Schema.Parser().parse(SCHEMA),
        EVENT_TIME,
        List.of("code"),
        retentionDays,
        Optional.of("Records that did not fit " + source),
        Optional.empty(),
        1);
  }

  /// `rows`, one at least, as records of `definition`.
  RecordBatch batch(DatasetDefinition definition, List<RejectedRow> rows) {
    RecordBatch batch =
        RecordDecoder.compile(definition, LIMITS).decode(RecordFormat.NDJSON, lines(rows));
    if (batch.rejected() > 0) {
      throw new IllegalStateException(
          "a rejected record cannot be kept: " + batch.reasons().getFirst());
    }
    return batch;
  }

  private byte[] lines(List<RejectedRow> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator writer = json.createGenerator(out)) {
      for (RejectedRow row : rows) {
        writer.writeStartObject();
        writer.writeNumberField("received_at", micros(row.receivedAt()));
        writer.writeStringField("batch_id", row.batch());
        writer.writeNumberField("position", row.position());
        writer.writeStringField("pointer", row.pointer());
        writer.writeStringField("code", row.code());
        writer.writeStringField("detail", row.detail());
        writer.writeStringField("raw", row.raw().text());
        writer.writeNumberField("attempts", row.attempts());
        writer.writeStringField("raw_encoding", row.raw().encoding());
        writer.writeNumberField("raw_bytes", row.raw().bytes());
        writer.writeStringField("content_type", row.contentType());
        writer.writeNumberField("schema_version", row.schemaVersion());
        writer.writeNumberField("attempted_at", micros(row.attemptedAt()));
        writer.writeEndObject();
        writer.writeRaw('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return out.toByteArray();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
