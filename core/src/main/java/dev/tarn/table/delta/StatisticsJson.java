package dev.tarn.table.delta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// A file's statistics as the Delta log holds them (Delta protocol, "Per-file Statistics"): row
/// count, and least and greatest value and number of nulls by column, nested as the columns are.
///
/// Timestamps are there in milliseconds, so a least value is rounded down and a greatest one up.
/// Dates and times outside the years 1 to 9999, and booleans, are left out. A float is written as
/// the double it equals, so that it still bounds the column when that becomes a double.
final class StatisticsJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectReader READER =
      new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long MICROS_PER_MILLI = 1000;

  private StatisticsJson() {}

  /// `statistics` of a file written with the record schema `schema`.
  static String write(FileStatistics statistics, Schema schema) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("numRecords", statistics.rows());
      json.writeObjectFieldStart("minValues");
      bounds(json, schema, "", statistics.columns(), false);
      json.writeEndObject();
      json.writeObjectFieldStart("maxValues");
      bounds(json, schema, "", statistics.columns(), true);
      json.writeEndObject();
      json.writeObjectFieldStart("nullCount");
      nulls(json, schema, "", statistics.columns());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void bounds(
      JsonGenerator json,
      Schema record,
      String prefix,
      Map<String, ColumnStatistics> columns,
      boolean greatest)
      throws IOException {
    for (Schema.Field field : record.getFields()) {
      String path = prefix + field.name();
      Schema type = DeltaSchema.nonNull(field.schema());
      if (type.getType() == Schema.Type.RECORD) {
        json.writeObjectFieldStart(field.name());
        bounds(json, type, path + ".", columns, greatest);
        json.writeEndObject();
        continue;
      }
      ColumnStatistics column = columns.get(path);
      if (column != null) {
        Optional<Literal> bound = greatest ? column.max() : column.min();
        if (bound.isPresent()) {
          bound(json, field.name(), bound.get(), greatest);
        }
      }
    }
  }

  private static void nulls(
      JsonGenerator json, Schema record, String prefix, Map<String, ColumnStatistics> columns)
      throws IOException {
    for (Schema.Field field : record.getFields()) {
      String path = prefix + field.name();
      Schema type = DeltaSchema.nonNull(field.schema());
      if (type.getType() == Schema.Type.RECORD) {
        json.writeObjectFieldStart(field.name());
        nulls(json, type, path + ".", columns);
        json.writeEndObject();
        continue;
      }
      ColumnStatistics column = columns.get(path);
      if (column != null && column.nulls().isPresent()) {
        json.writeNumberField(field.name(), column.nulls().getAsLong());
      }
    }
  }

  private static void bound(JsonGenerator json, String name, Literal value, boolean greatest)
      throws IOException {
    switch (value) {
      case Literal.OfBoolean truth -> {}
      case Literal.OfLong number -> json.writeNumberField(name, number.value());
      case Literal.OfDouble number -> {
        if (Double.isFinite(number.value())) {
          json.writeNumberField(name, number.value());
        }
      }
      case Literal.OfString text -> json.writeStringField(name, text.value());
      case Literal.OfDecimal decimal -> {
        json.writeFieldName(name);
        json.writeNumber(decimal.value().toPlainString());
      }
      case Literal.OfDate date -> {
        if (isWritable(date.value().getYear())) {
          json.writeStringField(name, date.value().toString());
        }
      }
      case Literal.OfTimestamp timestamp -> {
        long millis =
            greatest
                ? Math.ceilDiv(timestamp.micros(), MICROS_PER_MILLI)
                : Math.floorDiv(timestamp.micros(), MICROS_PER_MILLI);
        Instant instant = Instant.ofEpochMilli(millis);
        if (isWritable(instant.atOffset(ZoneOffset.UTC).getYear())) {
          json.writeStringField(name, TIMESTAMP.format(instant));
        }
      }
    }
  }

  private static boolean isWritable(int year) {
    return year >= 1 && year <= 9999;
  }

  /// The statistics in `text` of a file written with the record schema `schema`. What is not
  /// understood is left out; an absent row count is an [IllegalArgumentException].
  static FileStatistics read(String text, Schema schema) {
    JsonNode root;
    try {
      root = READER.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("statistics are not JSON: " + text, e);
    }
    JsonNode rows = root.path("numRecords");
    if (!rows.isIntegralNumber()) {
      throw new IllegalArgumentException("statistics have no row count: " + text);
    }
    Map<String, ColumnStatistics> columns = new HashMap<>();
    read(
        schema,
        "",
        root.path("minValues"),
        root.path("maxValues"),
        root.path("nullCount"),
        columns);
    return new FileStatistics(rows.longValue(), columns);
  }

  private static void read(
      Schema record,
      String prefix,
      JsonNode least,
      JsonNode greatest,
      JsonNode nulls,
      Map<String, ColumnStatistics> columns) {
    for (Schema.Field field : record.getFields()) {
      String name = field.name();
      Schema type = DeltaSchema.nonNull(field.schema());
      if (type.getType() == Schema.Type.RECORD) {
        read(
            type,
            prefix + name + ".",
            least.path(name),
            greatest.path(name),
            nulls.path(name),
            columns);
        continue;
      }
      JsonNode count = nulls.path(name);
      ColumnStatistics column =
          new ColumnStatistics(
              literal(least.path(name), type, micros -> micros),
              literal(greatest.path(name), type, micros -> micros + MICROS_PER_MILLI - 1),
              count.isIntegralNumber() ? OptionalLong.of(count.longValue()) : OptionalLong.empty());
      if (column.min().isPresent() || column.max().isPresent() || column.nulls().isPresent()) {
        columns.put(prefix + name, column);
      }
    }
  }

  private static Optional<Literal> literal(
      JsonNode value, Schema type, Function<Long, Long> timestamps) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    try {
      if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
        return value.isNumber()
            ? Optional.of(new Literal.OfDecimal(value.decimalValue().setScale(decimal.getScale())))
            : Optional.empty();
      }
      return switch (type.getType()) {
        case INT ->
            type.getLogicalType() instanceof LogicalTypes.Date
                ? Optional.of(new Literal.OfDate(LocalDate.parse(value.asText())))
                : integer(value);
        case LONG ->
            type.getLogicalType() instanceof LogicalTypes.TimestampMillis
                    || type.getLogicalType() instanceof LogicalTypes.TimestampMicros
                ? Optional.of(new Literal.OfTimestamp(timestamps.apply(micros(value.asText()))))
                : integer(value);
        case FLOAT, DOUBLE ->
            value.isNumber()
                ? Optional.of(new Literal.OfDouble(value.doubleValue()))
                : Optional.empty();
        case STRING, ENUM ->
            value.isTextual()
                ? Optional.of(new Literal.OfString(value.textValue()))
                : Optional.empty();
        case BOOLEAN, BYTES, FIXED, RECORD, ARRAY, MAP, NULL, UNION -> Optional.empty();
      };
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Literal> integer(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(new Literal.OfLong(value.longValue()))
        : Optional.empty();
  }

  private static long micros(String text) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
  }
}
