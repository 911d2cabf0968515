package dev.tarn.export.part;

import dev.tarn.problem.Problem;
import dev.tarn.query.RowCursor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Makes rows of SQL results Avro records of their [ResultSchema].
final class ResultRecord {
  private ResultRecord() {}

  /// The present row of `rows`. Throws [Problem.SqlRefused] for values that no file can hold.
  static GenericRecord of(Schema schema, RowCursor rows) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), rows.value(field.pos())));
    }
    return record;
  }

  private static @Nullable Object value(Schema schema, @Nullable Object value) {
    Schema type = ScalarText.present(schema);
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case Long number -> whole(type, number);
      case BigInteger number -> decimal(type, new BigDecimal(number));
      case BigDecimal number -> decimal(type, number);
      case Double number ->
          type.getType() == Schema.Type.FLOAT ? (Object) number.floatValue() : number;
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case LocalDate date -> Math.toIntExact(date.toEpochDay());
      case LocalTime time ->
          type.getType() == Schema.Type.LONG
              ? (Object) (time.toNanoOfDay() / 1_000)
              : time.toString();
      case LocalDateTime time -> micros(time.toInstant(ZoneOffset.UTC));
      case Instant time -> micros(time);
      case String text -> text(type, text);
      case List<?> list -> list(type, list);
      case Map<?, ?> map -> map(type, map);
      default ->
          throw new IllegalArgumentException("no result value is a " + value.getClass().getName());
    };
  }

  private static Object whole(Schema type, long number) {
    return switch (type.getType()) {
      case INT -> Math.toIntExact(number);
      case BYTES -> decimal(type, BigDecimal.valueOf(number));
      default -> number;
    };
  }

  private static ByteBuffer decimal(Schema type, BigDecimal number) {
    LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) type.getLogicalType();
    BigDecimal scaled = number.setScale(decimal.getScale());
    if (scaled.precision() > decimal.getPrecision()) {
      throw new Problem.SqlRefused(
              "the number %s has more than the %d digits that can be exported"
                  .formatted(number.toPlainString(), decimal.getPrecision()))
          .exception();
    }
    return ByteBuffer.wrap(scaled.unscaledValue().toByteArray());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static String text(Schema type, String text) {
    if (type.getType() != Schema.Type.STRING) {
      throw new Problem.SqlRefused("the time '" + text + "' cannot be exported").exception();
    }
    return text;
  }

  private static Object list(Schema type, List<?> list) {
    if (type.getType() != Schema.Type.ARRAY) {
      return list.toString();
    }
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (Object element : list) {
      values.add(value(type.getElementType(), element));
    }
    return values;
  }

  private static Object map(Schema type, Map<?, ?> map) {
    return switch (type.getType()) {
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(type);
        for (Schema.Field field : type.getFields()) {
          record.put(field.pos(), value(field.schema(), map.get(field.name())));
        }
        yield record;
      }
      case MAP -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        map.forEach(
            (key, each) -> entries.put(String.valueOf(key), value(type.getValueType(), each)));
        yield entries;
      }
      default -> map.toString();
    };
  }
}
