package dev.tarn.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Writes the default of a field as a SQL expression of the field's type. A field without a default
/// is null.
final class DefaultValues {
  private DefaultValues() {}

  static String of(Schema.Field field) {
    @Nullable Object value = field.hasDefaultValue() ? field.defaultVal() : null;
    return expression(value, field.schema());
  }

  private static String expression(@Nullable Object value, Schema schema) {
    Schema type = SqlTypes.present(schema);
    if (value == null || JsonProperties.NULL_VALUE.equals(value)) {
      return cast("NULL", type);
    }
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date ->
          "(DATE '1970-01-01' + " + cast(value.toString(), "INTEGER") + ")";
      case LogicalTypes.TimeMillis time -> time(number(value) * 1000);
      case LogicalTypes.TimeMicros time -> time(number(value));
      case LogicalTypes.TimestampMillis timestamp -> timestamp(number(value) * 1000);
      case LogicalTypes.TimestampMicros timestamp -> timestamp(number(value));
      case LogicalTypes.Decimal decimal ->
          cast(
              SqlQuoting.string(
                  new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toPlainString()),
              type);
      case null, default -> plain(value, type);
    };
  }

  private static String plain(Object value, Schema type) {
    return switch (type.getType()) {
      case BYTES, FIXED -> "from_hex('" + HexFormat.of().formatHex(bytes(value)) + "')";
      case ARRAY ->
          cast(
              ((Collection<?>) value)
                  .stream()
                      .map(element -> expression(element, type.getElementType()))
                      .collect(Collectors.joining(", ", "[", "]")),
              type);
      case MAP ->
          cast(
              ((Map<?, ?>) value)
                  .entrySet().stream()
                      .map(entry ->
                          SqlQuoting.string(String.valueOf(entry.getKey()))
                              + ": "
                              + expression(entry.getValue(), type.getValueType()))
                      .collect(Collectors.joining(", ", "MAP {", "}")),
              type);
      case RECORD ->
          cast(
              type.getFields().stream()
                  .map(field ->
                      SqlQuoting.identifier(field.name())
                          + " := "
                          + member((Map<?, ?>) value, field))
                  .collect(Collectors.joining(", ", "struct_pack(", ")")),
              type);
      case STRING, ENUM, BOOLEAN, INT, LONG, FLOAT, DOUBLE ->
          cast(SqlQuoting.string(value.toString()), type);
      case NULL, UNION -> cast("NULL", type);
    };
  }

  private static String member(Map<?, ?> record, Schema.Field field) {
    return record.containsKey(field.name())
        ? expression(record.get(field.name()), field.schema())
        : of(field);
  }

  private static String time(long micros) {
    return "(TIME '00:00:00' + to_microseconds(" + micros + "))";
  }

  private static String timestamp(long micros) {
    return "make_timestamptz(" + cast(SqlQuoting.string(Long.toString(micros)), "BIGINT") + ")";
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  private static byte[] bytes(Object value) {
    return switch (value) {
      case byte[] bytes -> bytes;
      case ByteBuffer buffer -> {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        yield bytes;
      }
      default -> throw new IllegalArgumentException("no bytes: " + value.getClass().getName());
    };
  }

  private static String cast(String expression, Schema type) {
    return cast(expression, SqlTypes.of(type));
  }

  private static String cast(String expression, String type) {
    return "CAST(" + expression + " AS " + type + ")";
  }
}
