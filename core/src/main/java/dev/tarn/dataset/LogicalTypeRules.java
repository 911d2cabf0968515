package dev.tarn.dataset;

import dev.tarn.problem.Problem;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Which logical types (Avro specification 1.12, "Logical Types") a type may have. Avro leaves away
/// the ones it does not know or finds invalid; here they are refused, since the values would mean
/// something else than their owner thinks.
final class LogicalTypeRules {
  /// The most digits of a decimal, in Delta and in Spark.
  static final int MAX_PRECISION = 38;

  private static final String LOGICAL_TYPE = "logicalType";
  private static final String DECIMAL = "decimal";
  private static final String UUID = "uuid";
  private static final int UUID_BYTES = 16;

  private LogicalTypeRules() {}

  /// Refuses a logical type that `schema`, which stands at `path`, may not have.
  static void check(Schema schema, SchemaPath path) {
    Object declared = schema.getObjectProp(LOGICAL_TYPE);
    if (declared == null) {
      return;
    }
    List<String> accepted = accepted(schema);
    if (!(declared instanceof String name) || !accepted.contains(name)) {
      throw refused(
          path.at(LOGICAL_TYPE),
          "has logical type '%s' on %s; %s"
              .formatted(Excerpt.of(declared), describe(schema), acceptable(accepted)));
    }
    LogicalType recognized = schema.getLogicalType();
    if (name.equals(DECIMAL)) {
      checkDecimal(schema, recognized, path);
    } else if (recognized == null) {
      throw refused(path.at(LOGICAL_TYPE), "has an invalid logical type '" + name + "'");
    }
  }

  /// Refuses a logical type that stands beside a field's type, where Avro does not look for it.
  static void checkField(Schema.Field field, SchemaPath path) {
    Object declared = field.getObjectProp(LOGICAL_TYPE);
    if (declared != null) {
      throw refused(
          path.at(LOGICAL_TYPE),
          "has logical type '%s' beside its type; it must stand inside: {\"type\": {\"type\": …, \"%s\": \"%s\"}}"
              .formatted(Excerpt.of(declared), LOGICAL_TYPE, Excerpt.of(declared)));
    }
  }

  private static List<String> accepted(Schema schema) {
    return switch (schema.getType()) {
      case INT -> List.of("date", "time-millis");
      case LONG -> List.of("time-micros", "timestamp-millis", "timestamp-micros");
      case BYTES -> List.of(DECIMAL);
      case STRING -> List.of(UUID);
      case FIXED -> schema.getFixedSize() == UUID_BYTES ? List.of(DECIMAL, UUID) : List.of(DECIMAL);
      case NULL, BOOLEAN, FLOAT, DOUBLE, ENUM, ARRAY, MAP, RECORD, UNION -> List.of();
    };
  }

  private static String acceptable(List<String> accepted) {
    return accepted.isEmpty() ? "it has none" : "there it may be " + String.join(", ", accepted);
  }

  private static String describe(Schema schema) {
    String type = schema.getType().getName();
    return schema.getType() == Schema.Type.FIXED
        ? type + " of " + schema.getFixedSize() + " bytes"
        : type;
  }

  private static void checkDecimal(
      Schema schema, @Nullable LogicalType recognized, SchemaPath path) {
    if (!(recognized instanceof LogicalTypes.Decimal decimal)) {
      throw refused(
          path.at(LOGICAL_TYPE),
          "has an invalid decimal with precision %s and scale %s; precision is 1 to %d%s, scale 0 to precision"
              .formatted(
                  property(schema, "precision"),
                  property(schema, "scale"),
                  MAX_PRECISION,
                  schema.getType() == Schema.Type.FIXED
                      ? " and has to fit " + describe(schema)
                      : ""));
    }
    if (decimal.getPrecision() > MAX_PRECISION) {
      throw refused(
          path.at("precision"),
          "has decimal precision %d; it may be %d at most"
              .formatted(decimal.getPrecision(), MAX_PRECISION));
    }
    if (schema.getType() == Schema.Type.FIXED
        && !fits(decimal.getPrecision(), schema.getFixedSize())) {
      throw refused(
          path.at("precision"),
          "has decimal precision %d, which does not fit %s"
              .formatted(decimal.getPrecision(), describe(schema)));
    }
  }

  private static String property(Schema schema, String name) {
    Object value = schema.getObjectProp(name);
    return value == null ? "unset" : Excerpt.of(value);
  }

  /// Whether every number of `precision` digits has a two's complement form of `bytes` bytes.
  private static boolean fits(int precision, int bytes) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() < (long) bytes * 8;
  }

  private static RuntimeException refused(SchemaPath path, String fault) {
    return new Problem.InvalidDefinition(path.pointer(), path.subject() + " " + fault).exception();
  }
}
