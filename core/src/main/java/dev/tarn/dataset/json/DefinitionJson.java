package dev.tarn.dataset.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.DefinitionTag;
import dev.tarn.dataset.RowAccess;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// A [DatasetDefinition] as a JSON document, in the form clients send and in the form that is
/// stored. The stored form has a fixed order of fields, so equal definitions are equal texts.
public final class DefinitionJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private DefinitionJson() {}

  /// The stored form, which [#read] makes the same definition of. It does not hold the name.
  public static String write(DatasetDefinition definition) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      writeFields(json, definition);
      json.writeNumberField(DefinitionFields.SCHEMA_VERSION, definition.schemaVersion());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// The definition that [#write] wrote as `json`. A document with any fault, a field unknown to
  /// this version of Tarn included, is an [IllegalStateException]: nothing of it is guessed or left
  /// out.
  public static DatasetDefinition read(DatasetName name, String json) {
    return DefinitionFields.stored(name, StrictJson.parseTrusted(json));
  }

  /// The definition in the body of a `PUT`, with schema version 1. Its form is checked, and the
  /// schema is one that Avro accepts; whether Tarn does is for [dev.tarn.dataset.DefinitionRules].
  ///
  /// Throws [dev.tarn.problem.Problem.PayloadTooLarge] above 1 MiB,
  /// [dev.tarn.problem.Problem.MalformedBody] for what is not JSON,
  /// [dev.tarn.problem.Problem.MalformedRequest] for an unknown or missing field or one of the
  /// wrong type, and [dev.tarn.problem.Problem.InvalidDefinition] for a schema that Avro refuses.
  public static DatasetDefinition parseRequest(DatasetName name, byte[] body) {
    return DefinitionFields.request(name, StrictJson.parse(body));
  }

  /// The definition's [DefinitionTag].
  public static String etag(DatasetDefinition definition) {
    return DefinitionTag.of(definition);
  }

  /// Writes what an owner puts, in the form in which clients send it, as fields of the object that
  /// `json` is in.
  public static void writeFields(JsonGenerator json, DatasetDefinition definition)
      throws IOException {
    json.writeFieldName(DefinitionFields.SCHEMA);
    json.writeRawValue(SchemaJson.write(definition.schema()));
    json.writeStringField(DefinitionFields.EVENT_TIME, definition.eventTime());
    json.writeArrayFieldStart(DefinitionFields.CLUSTER_BY);
    for (String column : definition.clusterBy()) {
      json.writeString(column);
    }
    json.writeEndArray();
    if (definition.retentionDays().isPresent()) {
      json.writeNumberField(DefinitionFields.RETENTION_DAYS, definition.retentionDays().getAsInt());
    }
    if (definition.description().isPresent()) {
      json.writeStringField(DefinitionFields.DESCRIPTION, definition.description().get());
    }
    if (definition.rowAccess().isPresent()) {
      RowAccess access = definition.rowAccess().get();
      json.writeObjectFieldStart(DefinitionFields.ROW_ACCESS);
      json.writeStringField(DefinitionFields.COLUMN, access.column());
      json.writeStringField(DefinitionFields.CLAIM, access.claim());
      json.writeEndObject();
    }
  }
}
