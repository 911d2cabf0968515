package dev.tarn.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// The plain way from valid JSON to Avro records, by a tree: slow, simple, and not Tarn's.
public final class AvroOracle {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private AvroOracle() {}

  /// `json` as a record of `schema`.
  public static GenericRecord record(Schema schema, String json) {
    try {
      return record(schema, MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static GenericRecord record(Schema schema, JsonNode object) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      JsonNode value = object.get(field.name());
      if (value == null && field.hasDefaultValue()) {
        record.put(field.pos(), GenericData.get().getDefaultValue(field));
      } else {
        record.put(field.pos(), value == null ? null : value(field.schema(), value));
      }
    }
    return record;
  }

  private static @Nullable Object value(Schema schema, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    return switch (schema.getType()) {
      case NULL -> throw new IllegalArgumentException("a value for null");
      case UNION ->
          value(
              schema.getTypes().stream()
                  .filter(type -> type.getType() != Schema.Type.NULL)
                  .findFirst()
                  .orElseThrow(),
              json);
      case BOOLEAN -> json.booleanValue();
      case INT -> json.isTextual() ? (Object) (int) time(schema, json) : (Object) json.intValue();
      case LONG -> json.isTextual() ? time(schema, json) : json.longValue();
      case FLOAT -> json.isTextual() ? (float) named(json) : Float.parseFloat(signed(json));
      case DOUBLE -> json.isTextual() ? named(json) : Double.parseDouble(signed(json));
      case STRING ->
          schema.getLogicalType() == null
              ? json.textValue()
              : json.textValue().toLowerCase(Locale.ROOT);
      case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
      case BYTES, FIXED -> bytes(schema, json);
      case RECORD -> record(schema, json);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        json.forEach(each -> list.add(value(schema.getElementType(), each)));
        yield list;
      }
      case MAP -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        json.properties()
            .forEach(e -> map.put(e.getKey(), value(schema.getValueType(), e.getValue())));
        yield map;
      }
    };
  }

  /// The tree forgets the sign of `-0`, so it does of `0` here; the comparison allows for both.
  private static String signed(JsonNode number) {
    return number.decimalValue().toString();
  }

  private static double named(JsonNode json) {
    return Double.parseDouble(json.textValue());
  }

  private static long time(Schema schema, JsonNode json) {
    String text = json.textValue();
    return switch (schema.getLogicalType()) {
      case LogicalTypes.Date date -> LocalDate.parse(text).toEpochDay();
      case LogicalTypes.TimeMillis time -> LocalTime.parse(text).toNanoOfDay() / 1_000_000;
      case LogicalTypes.TimeMicros time -> LocalTime.parse(text).toNanoOfDay() / 1_000;
      case LogicalTypes.TimestampMillis time ->
          ChronoUnit.MILLIS.between(
              OffsetDateTime.parse("1970-01-01T00:00Z"), OffsetDateTime.parse(text));
      case LogicalTypes.TimestampMicros time ->
          ChronoUnit.MICROS.between(
              OffsetDateTime.parse("1970-01-01T00:00Z"), OffsetDateTime.parse(text));
      case null, default -> throw new IllegalArgumentException(text + " for " + schema);
    };
  }

  private static Object bytes(Schema schema, JsonNode json) {
    Object value =
        switch (schema.getLogicalType()) {
          case LogicalTypes.Decimal decimal -> {
            BigDecimal number =
                (json.isTextual() ? new BigDecimal(json.textValue()) : json.decimalValue())
                    .setScale(decimal.getScale());
            yield schema.getType() == Schema.Type.FIXED
                ? new Conversions.DecimalConversion().toFixed(number, schema, decimal)
                : new Conversions.DecimalConversion().toBytes(number, schema, decimal);
          }
          case LogicalTypes.Uuid uuid ->
              new GenericData.Fixed(
                  schema, HexFormat.of().parseHex(json.textValue().replace("-", "")));
          case null, default -> {
            byte[] bytes = binary(json);
            yield schema.getType() == Schema.Type.FIXED
                ? new GenericData.Fixed(schema, bytes)
                : ByteBuffer.wrap(bytes);
          }
        };
    return value;
  }

  private static byte[] binary(JsonNode json) {
    try {
      return json.binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
