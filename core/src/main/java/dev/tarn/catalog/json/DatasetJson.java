package dev.tarn.catalog.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.catalog.DatasetEntry;
import dev.tarn.catalog.DatasetSummary;
import dev.tarn.catalog.PutResult;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.table.HistoryEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers about datasets as JSON documents in UTF-8. A field that has no value is left out. What
/// is under `definition` can be put again as it stands.
public final class DatasetJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private DatasetJson() {}

  /// `{"name", "change", "version", "schemaVersion", "definition": {…}}`.
  public static byte[] write(PutResult result) {
    return object(json -> {
      json.writeStringField("name", result.definition().name().value());
      json.writeStringField("change", result.change().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("version", result.version());
      writeDefinition(json, result.definition());
    });
  }

  /// `{"name", "version", "time", "rows", "files", "bytes", "firstEventTime", "lastEventTime",
  /// "schemaVersion", "definition": {…}}`.
  ///
  /// @param whole whether what all its rows come to is told: from `rows` to `lastEventTime`
  public static byte[] write(DatasetSummary summary, boolean whole) {
    return object(json -> {
      json.writeStringField("name", summary.definition().name().value());
      json.writeNumberField("version", summary.version());
      json.writeStringField("time", summary.time().toString());
      if (whole) {
        json.writeNumberField("rows", summary.rows());
        json.writeNumberField("files", summary.files());
        json.writeNumberField("bytes", summary.bytes());
        writeTime(json, "firstEventTime", summary.firstEventTime());
        writeTime(json, "lastEventTime", summary.lastEventTime());
      }
      writeDefinition(json, summary.definition());
    });
  }

  /// `{"datasets": [{"name", "description", "version"}]}`, with `"damaged": true` in the place of a
  /// version that cannot be known.
  public static byte[] writeList(List<DatasetEntry> entries) {
    return object(json -> {
      json.writeArrayFieldStart("datasets");
      for (DatasetEntry entry : entries) {
        json.writeStartObject();
        json.writeStringField("name", entry.name().value());
        if (entry.description().isPresent()) {
          json.writeStringField("description", entry.description().get());
        }
        if (entry.version().isPresent()) {
          json.writeNumberField("version", entry.version().getAsLong());
        } else {
          json.writeBooleanField("damaged", true);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /// `{"name", "history": [{"version", "time", "operation", "rowsAdded", "bytesAdded",
  /// "filesAdded", "rowsRemoved", "bytesRemoved", "filesRemoved"}]}`.
  public static byte[] writeHistory(DatasetName name, List<HistoryEntry> history) {
    return object(json -> {
      json.writeStringField("name", name.value());
      json.writeArrayFieldStart("history");
      for (HistoryEntry entry : history) {
        writeEntry(json, entry);
      }
      json.writeEndArray();
    });
  }

  private static void writeEntry(JsonGenerator json, HistoryEntry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", entry.version());
    json.writeStringField("time", entry.time().toString());
    json.writeStringField("operation", entry.operation());
    json.writeNumberField("rowsAdded", entry.rowsAdded());
    json.writeNumberField("bytesAdded", entry.bytesAdded());
    json.writeNumberField("filesAdded", entry.filesAdded());
    json.writeNumberField("rowsRemoved", entry.rowsRemoved());
    json.writeNumberField("bytesRemoved", entry.bytesRemoved());
    json.writeNumberField("filesRemoved", entry.filesRemoved());
    json.writeEndObject();
  }

  private static void writeDefinition(JsonGenerator json, DatasetDefinition definition)
      throws IOException {
    json.writeNumberField("schemaVersion", definition.schemaVersion());
    json.writeObjectFieldStart("definition");
    DefinitionJson.writeFields(json, definition);
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String field, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      json.writeStringField(field, time.get().toString());
    }
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
