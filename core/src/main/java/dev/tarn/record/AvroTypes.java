package dev.tarn.record;

import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Which types become which.
final class AvroTypes {
  private AvroTypes() {}

  /// What a time is, and how many of its unit a second has.
  private enum Kind {
    NONE,
    DATE,
    TIME,
    TIMESTAMP
  }

  private record Temporal(Kind kind, long perSecond) {}

  /// `schema`, or of a union with null the other type.
  static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  /// A type's name, for messages.
  static String name(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    String base = schema.getType().getName().toLowerCase(Locale.ROOT);
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return "decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
    }
    if (schema.getType() == Schema.Type.FIXED && logical == null) {
      return "fixed of " + schema.getFixedSize() + " bytes";
    }
    return logical == null ? base : logical.getName() + " (" + base + ")";
  }

  /// Whether a written scalar of one type can be taken as one of the other, as far as their logical
  /// types do not forbid it.
  static boolean becomes(Schema writer, Schema reader) {
    if (ForeignType.is(ForeignType.Kind.INSTANT, writer)) {
      return reader.getType() == Schema.Type.LONG && temporal(reader).kind() == Kind.TIMESTAMP;
    }
    if (bothDecimal(writer, reader)) {
      return scale(writer) == scale(reader);
    }
    if (reader.getLogicalType() instanceof LogicalTypes.Uuid) {
      return isText(writer) || isUuidBytes(writer);
    }
    if (writer.getType() == Schema.Type.FIXED && reader.getType() == Schema.Type.FIXED) {
      return writer.getFixedSize() == reader.getFixedSize();
    }
    return switch (reader.getType()) {
      case INT ->
          isOneOf(writer, Schema.Type.INT)
              || (isOneOf(writer, Schema.Type.LONG)
                  && temporal(writer).kind() == Kind.TIME
                  && temporal(reader).kind() == Kind.TIME);
      case LONG -> isOneOf(writer, Schema.Type.INT, Schema.Type.LONG);
      case FLOAT -> isOneOf(writer, Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT);
      case DOUBLE ->
          isOneOf(writer, Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
      case STRING -> isText(writer) || isOneOf(writer, Schema.Type.BYTES, Schema.Type.ENUM);
      case BYTES -> isText(writer) || isOneOf(writer, Schema.Type.BYTES);
      case ENUM -> isText(writer) || isOneOf(writer, Schema.Type.ENUM);
      case BOOLEAN, NULL, FIXED, ARRAY, MAP, RECORD, UNION -> writer.getType() == reader.getType();
    };
  }

  private static boolean isText(Schema schema) {
    return schema.getType() == Schema.Type.STRING;
  }

  private static boolean isUuidBytes(Schema schema) {
    return schema.getType() == Schema.Type.FIXED && schema.getFixedSize() == 16;
  }

  private static boolean isOneOf(Schema schema, Schema.Type... types) {
    for (Schema.Type type : types) {
      if (schema.getType() == type) {
        return true;
      }
    }
    return false;
  }

  private static boolean bothDecimal(Schema writer, Schema reader) {
    return writer.getLogicalType() instanceof LogicalTypes.Decimal
        && reader.getLogicalType() instanceof LogicalTypes.Decimal;
  }

  private static int scale(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimal.getScale() : 0;
  }

  /// How many of `schema`'s units a second has, if it is a time.
  static long perSecond(Schema schema) {
    return temporal(schema).perSecond();
  }

  /// How many of the reader's units one of the writer's is; negative for how many of the writer's
  /// make one of the reader's; 1 where there are no units, or none that the reader has to go by.
  /// Empty where the two are different things.
  static Optional<Integer> units(Schema writer, Schema reader) {
    Temporal from = temporal(writer);
    Temporal to = temporal(reader);
    if (from.kind() == Kind.NONE || to.kind() == Kind.NONE) {
      return Optional.of(1);
    }
    if (from.kind() != to.kind()) {
      return Optional.empty();
    }
    return Optional.of(
        to.perSecond() >= from.perSecond()
            ? (int) (to.perSecond() / from.perSecond())
            : (int) -(from.perSecond() / to.perSecond()));
  }

  private static Temporal temporal(Schema schema) {
    return switch (schema.getLogicalType()) {
      case LogicalTypes.Date date -> new Temporal(Kind.DATE, 1);
      case LogicalTypes.TimeMillis time -> new Temporal(Kind.TIME, 1_000);
      case LogicalTypes.TimeMicros time -> new Temporal(Kind.TIME, 1_000_000);
      case LogicalTypes.TimestampMillis time -> new Temporal(Kind.TIMESTAMP, 1_000);
      case LogicalTypes.TimestampMicros time -> new Temporal(Kind.TIMESTAMP, 1_000_000);
      case LogicalTypes.TimestampNanos time -> new Temporal(Kind.TIMESTAMP, 1_000_000_000);
      case LogicalTypes.LocalTimestampMillis time -> new Temporal(Kind.TIMESTAMP, 1_000);
      case LogicalTypes.LocalTimestampMicros time -> new Temporal(Kind.TIMESTAMP, 1_000_000);
      case LogicalTypes.LocalTimestampNanos time -> new Temporal(Kind.TIMESTAMP, 1_000_000_000);
      case ForeignType foreign ->
          switch (foreign.kind()) {
            case UNSIGNED_LONG -> new Temporal(Kind.NONE, 1);
            case TIME_NANOS -> new Temporal(Kind.TIME, 1_000_000_000);
            case INSTANT -> new Temporal(Kind.TIMESTAMP, 1_000_000_000);
          };
      case null, default -> new Temporal(Kind.NONE, 1);
    };
  }
}
