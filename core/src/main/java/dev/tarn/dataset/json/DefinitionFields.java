package dev.tarn.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.RowAccess;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.avro.Schema;

/// The fields of a definition's document. An optional field that is `null` is not there.
final class DefinitionFields {
  static final String SCHEMA = "schema";
  static final String EVENT_TIME = "eventTime";
  static final String CLUSTER_BY = "clusterBy";
  static final String RETENTION_DAYS = "retentionDays";
  static final String DESCRIPTION = "description";
  static final String ROW_ACCESS = "rowAccess";
  static final String COLUMN = "column";
  static final String CLAIM = "claim";
  static final String SCHEMA_VERSION = "schemaVersion";

  private static final List<String> REQUEST_FIELDS =
      List.of(SCHEMA, EVENT_TIME, CLUSTER_BY, RETENTION_DAYS, DESCRIPTION, ROW_ACCESS);
  private static final List<String> ROW_ACCESS_FIELDS = List.of(COLUMN, CLAIM);

  private final JsonNode object;
  private final String pointer;

  private DefinitionFields(JsonNode object, String pointer, List<String> known) {
    this.object = object;
    this.pointer = pointer;
    if (!object.isObject()) {
      throw refused(pointer, "is " + kind(object) + "; it must be an object");
    }
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!known.contains(property.getKey())) {
        throw refused(
            at(property.getKey()), "is not a known field; there are " + String.join(", ", known));
      }
    }
  }

  static DatasetDefinition request(DatasetName name, JsonNode document) {
    return new DefinitionFields(document, "", REQUEST_FIELDS)
        .definition(name, SchemaJson::parse, 1);
  }

  static DatasetDefinition stored(DatasetName name, JsonNode document) {
    List<String> known = new ArrayList<>(REQUEST_FIELDS);
    known.add(SCHEMA_VERSION);
    try {
      DefinitionFields fields = new DefinitionFields(document, "", known);
      int version =
          fields
              .whole(SCHEMA_VERSION)
              .orElseThrow(
                  () -> new IllegalStateException("a stored definition has no schema version"));
      return fields.definition(name, SchemaJson::parseTrusted, version);
    } catch (ProblemException e) {
      throw new IllegalStateException(
          "the stored definition of '" + name + "' cannot be read: " + e.problem().detail(), e);
    }
  }

  private DatasetDefinition definition(
      DatasetName name, Function<JsonNode, Schema> parser, int schemaVersion) {
    JsonNode schema = object.path(SCHEMA);
    if (!schema.isObject()) {
      throw refused(
          at(SCHEMA),
          (schema.isMissingNode() ? "is missing" : "is " + kind(schema))
              + "; it must be an Avro record schema, as an object");
    }
    return new DatasetDefinition(
        name,
        parser.apply(schema),
        required(EVENT_TIME, "the name of a timestamp field of the schema"),
        texts(CLUSTER_BY),
        whole(RETENTION_DAYS),
        text(DESCRIPTION),
        rowAccess(),
        schemaVersion);
  }

  private Optional<RowAccess> rowAccess() {
    JsonNode node = object.path(ROW_ACCESS);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    DefinitionFields fields = new DefinitionFields(node, at(ROW_ACCESS), ROW_ACCESS_FIELDS);
    return Optional.of(
        new RowAccess(
            fields.required(COLUMN, "the name of a string field of the schema"),
            fields.required(CLAIM, "the name of a claim of callers' tokens")));
  }

  private String required(String field, String meaning) {
    return text(field).orElseThrow(() -> refused(at(field), "is missing; it must be " + meaning));
  }

  private Optional<String> text(String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw refused(at(field), "is " + kind(node) + "; it must be a string");
    }
    return Optional.of(node.textValue());
  }

  private List<String> texts(String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw refused(at(field), "is " + kind(node) + "; it must be an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode element = node.get(i);
      if (!element.isTextual()) {
        throw refused(at(field) + "/" + i, "is " + kind(element) + "; it must be a string");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private OptionalInt whole(String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw refused(
          at(field), "is " + kind(node) + "; it must be a whole number that fits 32 bits");
    }
    return OptionalInt.of(node.intValue());
  }

  private String at(String field) {
    return pointer + "/" + Pointers.escape(field);
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> "an object";
      case ARRAY -> "an array";
      case STRING, BINARY -> "a string";
      case NUMBER -> "the number " + Messages.brief(node.asText());
      case BOOLEAN -> "the boolean " + node.asText();
      case NULL -> "null";
      case MISSING -> "missing";
    };
  }

  private static ProblemException refused(String pointer, String fault) {
    String subject = pointer.isEmpty() ? "the body" : "'" + Messages.brief(pointer) + "'";
    return new Problem.MalformedRequest(subject + " " + fault, Optional.of(Place.pointer(pointer)))
        .exception();
  }
}
