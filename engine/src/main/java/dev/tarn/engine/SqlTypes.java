package dev.tarn.engine;

import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// The SQL types of Avro schemas.
///
/// | Avro | SQL |
/// | --- | --- |
/// | boolean, int, long, float, double | BOOLEAN, INTEGER, BIGINT, FLOAT, DOUBLE |
/// | string, enum | VARCHAR |
/// | bytes, fixed | BLOB |
/// | date; time-millis, time-micros | DATE; TIME |
/// | timestamp-millis, timestamp-micros | TIMESTAMP WITH TIME ZONE |
/// | decimal(p, s) | DECIMAL(p, s), or DOUBLE where p is more than 38 |
/// | uuid | UUID |
/// | array, map, record | T[], MAP(VARCHAR, T), STRUCT(…) |
/// | null (a field that never has a value) | VARCHAR |
final class SqlTypes {
  private static final int MAX_PRECISION = 38;

  private SqlTypes() {}

  /// The SQL type of `schema`.
  static String of(Schema schema) {
    Schema type = present(schema);
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date -> "DATE";
      case LogicalTypes.TimeMillis time -> "TIME";
      case LogicalTypes.TimeMicros time -> "TIME";
      case LogicalTypes.TimestampMillis timestamp -> "TIMESTAMP WITH TIME ZONE";
      case LogicalTypes.TimestampMicros timestamp -> "TIMESTAMP WITH TIME ZONE";
      case LogicalTypes.Uuid uuid -> "UUID";
      case LogicalTypes.Decimal decimal ->
          decimal.getPrecision() > MAX_PRECISION
              ? "DOUBLE"
              : "DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
      case null, default -> plain(type);
    };
  }

  private static String plain(Schema type) {
    return switch (type.getType()) {
      case BOOLEAN -> "BOOLEAN";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case STRING, ENUM, NULL -> "VARCHAR";
      case BYTES, FIXED -> "BLOB";
      case ARRAY -> of(type.getElementType()) + "[]";
      case MAP -> "MAP(VARCHAR, " + of(type.getValueType()) + ")";
      case RECORD ->
          type.getFields().stream()
              .map(field -> SqlQuoting.identifier(field.name()) + " " + of(field.schema()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      case UNION -> throw new IllegalArgumentException("a union of several types has no SQL type");
    };
  }

  /// What a value of `schema` is where it is there: the other branch of a union with null.
  static Schema present(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseGet(() -> Schema.create(Schema.Type.NULL));
  }
}
