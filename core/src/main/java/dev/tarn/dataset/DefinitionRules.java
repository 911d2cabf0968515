package dev.tarn.dataset;

import dev.tarn.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// What makes a definition one that Tarn can keep a table for.
///
/// - The schema is a record of null, boolean, int, long, float, double, bytes, string, enum, array,
///   map, record and fixed, and unions of null with one of them; the logical types date,
///   time-millis, time-micros, timestamp-millis, timestamp-micros, decimal and uuid. No record
///   holds itself. Field names of one record differ by more than case, as SQL does not tell case. A
///   default is a value that its field could hold.
/// - `eventTime` names a field of the schema with a timestamp in every record.
/// - `clusterBy` names up to four fields of the schema that hold one value each.
/// - `rowAccess` names a string field of the schema.
public final class DefinitionRules {
  /// The most fields to cluster by.
  public static final int MAX_CLUSTER_BY = 4;

  /// The longest retention, in days.
  public static final int MAX_RETENTION_DAYS = 36_500;

  /// The longest description, in characters.
  public static final int MAX_DESCRIPTION = 1_000;

  /// The longest name of a token's claim, in characters.
  public static final int MAX_CLAIM = 200;

  private DefinitionRules() {}

  /// Throws [Problem.InvalidDefinition], with the pointer to the first fault in the definition's
  /// document, unless `definition` is acceptable.
  public static void check(DatasetDefinition definition) {
    Schema schema = definition.schema();
    SchemaRules.check(schema);
    checkReservedName(schema);
    checkEventTime(schema, definition.eventTime());
    checkClusterBy(schema, definition.clusterBy());
    definition.retentionDays().ifPresent(DefinitionRules::checkRetention);
    definition.description().ifPresent(DefinitionRules::checkDescription);
    definition.rowAccess().ifPresent(access -> checkRowAccess(schema, access));
  }

  private static void checkReservedName(Schema schema) {
    for (Schema.Field field : schema.getFields()) {
      if (field.name().equalsIgnoreCase(DatasetDefinition.EVENT_DATE)) {
        throw refused(
            SchemaPath.TOP.field(field.pos(), field.name()).at("name").pointer(),
            "field '%s' has the name of the column that tables are partitioned by; take another"
                .formatted(field.name()));
      }
    }
  }

  private static void checkEventTime(Schema schema, String eventTime) {
    Schema type = field(schema, eventTime, "/eventTime").schema();
    LogicalType logical = type.getLogicalType();
    if (!(logical instanceof LogicalTypes.TimestampMillis)
        && !(logical instanceof LogicalTypes.TimestampMicros)) {
      throw refused(
          "/eventTime",
          "field '%s' is %s; the event time must be a required timestamp-millis or timestamp-micros"
              .formatted(eventTime, describe(type)));
    }
  }

  private static void checkClusterBy(Schema schema, List<String> clusterBy) {
    if (clusterBy.size() > MAX_CLUSTER_BY) {
      throw refused(
          "/clusterBy",
          "%d fields are named; there may be %d".formatted(clusterBy.size(), MAX_CLUSTER_BY));
    }
    Set<String> named = new HashSet<>();
    for (int i = 0; i < clusterBy.size(); i++) {
      String name = clusterBy.get(i);
      String pointer = "/clusterBy/" + i;
      Schema type = field(schema, name, pointer).schema();
      if (!named.add(name)) {
        throw refused(pointer, "field '%s' is named twice".formatted(name));
      }
      switch (Optionality.of(type).type().getType()) {
        case BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING, ENUM, FIXED -> {}
        case NULL, ARRAY, MAP, RECORD, UNION ->
            throw refused(
                pointer,
                "field '%s' is %s; only a field that holds one value can be clustered by"
                    .formatted(name, describe(type)));
      }
    }
  }

  private static void checkRetention(int days) {
    if (days < 1 || days > MAX_RETENTION_DAYS) {
      throw refused(
          "/retentionDays",
          "retention is %d days; it must be 1 to %d".formatted(days, MAX_RETENTION_DAYS));
    }
  }

  private static void checkDescription(String description) {
    int length = description.codePointCount(0, description.length());
    if (length > MAX_DESCRIPTION) {
      throw refused(
          "/description",
          "the description has %d characters; it may have %d".formatted(length, MAX_DESCRIPTION));
    }
  }

  private static void checkRowAccess(Schema schema, RowAccess access) {
    String pointer = "/rowAccess/column";
    Schema type = field(schema, access.column(), pointer).schema();
    if (Optionality.of(type).type().getType() != Schema.Type.STRING) {
      throw refused(
          pointer,
          "field '%s' is %s; it must be a string".formatted(access.column(), describe(type)));
    }
    if (access.claim().isBlank() || access.claim().length() > MAX_CLAIM) {
      throw refused(
          "/rowAccess/claim",
          "the claim's name has %d characters; it must have 1 to %d, and not be blank"
              .formatted(access.claim().length(), MAX_CLAIM));
    }
  }

  private static Schema.Field field(Schema schema, String name, String pointer) {
    Schema.Field field = schema.getField(name);
    if (field == null) {
      throw refused(pointer, "'%s' is not a field of the schema".formatted(Excerpt.of(name)));
    }
    return field;
  }

  private static String describe(Schema schema) {
    if (schema.isUnion()) {
      return schema.getTypes().stream()
          .map(DefinitionRules::describe)
          .collect(Collectors.joining(" or "));
    }
    LogicalType logical = schema.getLogicalType();
    return logical == null ? schema.getType().getName() : logical.getName();
  }

  private static RuntimeException refused(String pointer, String detail) {
    return new Problem.InvalidDefinition(pointer, detail).exception();
  }
}
