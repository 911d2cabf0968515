package dev.tarn.dataset;

import dev.tarn.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Which default a field may have: a value that the field itself could hold. Avro's parser has
/// checked the kind of JSON before; it asks neither for sizes, nor for ranges, nor for the meaning
/// that a logical type gives.
final class DefaultRules {
  private static final long DAY_MILLIS = 86_400_000;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private DefaultRules() {}

  /// Refuses a default of `field`, which stands at `path`, that the field could not hold.
  static void check(Schema.Field field, SchemaPath path) {
    if (field.hasDefaultValue()) {
      check(field.schema(), field.defaultVal(), path.at("default"));
    }
  }

  private static void check(Schema schema, @Nullable Object value, SchemaPath path) {
    switch (schema.getType()) {
      case UNION -> checkUnion(schema, value, path);
      case NULL -> require(isNull(value), path, value, "null");
      case BOOLEAN -> require(value instanceof Boolean, path, value, "a boolean");
      case INT -> checkInt(schema, value, path);
      case LONG -> checkLong(schema, value, path);
      case FLOAT ->
          require(
              value instanceof Number number && Float.isFinite(number.floatValue()),
              path,
              value,
              "a number within a float's range");
      case DOUBLE ->
          require(
              value instanceof Number number && Double.isFinite(number.doubleValue()),
              path,
              value,
              "a number within a double's range");
      case STRING -> checkString(schema, value, path);
      case ENUM ->
          require(
              value instanceof String symbol && schema.hasEnumSymbol(symbol),
              path,
              value,
              "one of the symbols " + Excerpt.of(schema.getEnumSymbols()));
      case BYTES, FIXED -> checkBytes(schema, value, path);
      case ARRAY -> {
        require(value instanceof Collection, path, value, "an array");
        for (Object element : value instanceof Collection<?> elements ? elements : List.of()) {
          check(schema.getElementType(), element, path);
        }
      }
      case MAP -> {
        require(value instanceof Map, path, value, "an object");
        for (Object entry : value instanceof Map<?, ?> map ? map.values() : List.of()) {
          check(schema.getValueType(), entry, path);
        }
      }
      case RECORD -> checkRecord(schema, value, path);
    }
  }

  private static void checkUnion(Schema schema, @Nullable Object value, SchemaPath path) {
    if (!isNull(value)) {
      check(Optionality.of(schema).type(), value, path);
    }
  }

  private static void checkInt(Schema schema, @Nullable Object value, SchemaPath path) {
    require(value instanceof Integer, path, value, "a whole number of 32 bits");
    if (value instanceof Integer number
        && schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
      require(number >= 0 && number < DAY_MILLIS, path, value, "a time of day, 0 to 86399999 ms");
    }
  }

  private static void checkLong(Schema schema, @Nullable Object value, SchemaPath path) {
    require(
        value instanceof Long || value instanceof Integer,
        path,
        value,
        "a whole number of 64 bits");
    if (value instanceof Number number
        && schema.getLogicalType() instanceof LogicalTypes.TimeMicros) {
      require(
          number.longValue() >= 0 && number.longValue() < DAY_MILLIS * 1000,
          path,
          value,
          "a time of day, 0 to 86399999999 µs");
    }
  }

  private static void checkString(Schema schema, @Nullable Object value, SchemaPath path) {
    require(value instanceof String, path, value, "a string");
    if (value instanceof String text && schema.getLogicalType() instanceof LogicalTypes.Uuid) {
      require(UUID_FORM.matcher(text).matches(), path, value, "a UUID such as " + new UUID(0, 0));
    }
  }

  private static void checkBytes(Schema schema, @Nullable Object value, SchemaPath path) {
    byte[] bytes;
    if (value instanceof byte[] array) {
      bytes = array;
    } else {
      throw refused(path, value, "a string whose characters are bytes, U+0000 to U+00FF");
    }
    if (schema.getType() == Schema.Type.FIXED) {
      require(
          bytes.length == schema.getFixedSize(),
          path,
          value,
          schema.getFixedSize() + " bytes long");
    }
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      require(
          bytes.length > 0
              && new BigDecimal(new BigInteger(bytes), decimal.getScale()).precision()
                  <= decimal.getPrecision(),
          path,
          value,
          "a number of " + decimal.getPrecision() + " digits at most, as bytes");
    }
  }

  private static void checkRecord(Schema schema, @Nullable Object value, SchemaPath path) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw refused(path, value, "an object");
    }
    for (Schema.Field field : schema.getFields()) {
      if (fields.containsKey(field.name())) {
        check(field.schema(), fields.get(field.name()), path);
      }
    }
  }

  private static boolean isNull(@Nullable Object value) {
    return value == null || value instanceof JsonProperties.Null;
  }

  private static void require(
      boolean met, SchemaPath path, @Nullable Object value, String expected) {
    if (!met) {
      throw refused(path, value, expected);
    }
  }

  private static RuntimeException refused(
      SchemaPath path, @Nullable Object value, String expected) {
    return new Problem.InvalidDefinition(
            path.pointer(),
            "%s has default %s; it must be %s".formatted(path.subject(), show(value), expected))
        .exception();
  }

  private static String show(@Nullable Object value) {
    return Excerpt.of(
        switch (value) {
          case null -> "null";
          case byte[] bytes -> '"' + new String(bytes, StandardCharsets.ISO_8859_1) + '"';
          case String string -> '"' + string + '"';
          default -> isNull(value) ? "null" : value.toString();
        });
  }
}
