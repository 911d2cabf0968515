package dev.tarn.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one value of a [RowCursor] as JSON that every reader takes for the same value: what a
/// double cannot hold is a string, as are NaN and the infinities. A time with a zone is ISO 8601 in
/// UTC with `Z`, one without a zone ISO 8601 without; bytes are base64.
final class JsonValueWriter {
  private static final long EXACT = 1L << 53;
  private static final BigInteger EXACT_BIG = BigInteger.valueOf(EXACT);

  private final JsonGenerator json;

  JsonValueWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean b -> json.writeBoolean(b);
      case Long number -> writeLong(number);
      case BigInteger number -> writeInteger(number);
      case Double number -> writeDouble(number);
      case BigDecimal number -> writeDecimal(number);
      case String text -> json.writeString(text);
      case byte[] bytes -> json.writeBinary(bytes);
      case Instant instant -> json.writeString(DateTimeFormatter.ISO_INSTANT.format(instant));
      case LocalDateTime time ->
          json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
      case LocalDate date -> json.writeString(date.toString());
      case LocalTime time -> json.writeString(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
      case List<?> list -> writeArray(list);
      case Map<?, ?> map -> writeObject(map);
      default ->
          throw new IllegalArgumentException("no result value is a " + value.getClass().getName());
    }
  }

  private void writeLong(long number) throws IOException {
    if (number >= -EXACT && number <= EXACT) {
      json.writeNumber(number);
    } else {
      json.writeString(Long.toString(number));
    }
  }

  private void writeInteger(BigInteger number) throws IOException {
    if (number.abs().compareTo(EXACT_BIG) <= 0) {
      json.writeNumber(number.longValueExact());
    } else {
      json.writeString(number.toString());
    }
  }

  private void writeDouble(double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }

  private void writeDecimal(BigDecimal number) throws IOException {
    double nearest = number.doubleValue();
    if (Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0) {
      json.writeNumber(number.toPlainString());
    } else {
      json.writeString(number.toPlainString());
    }
  }

  private void writeArray(List<?> list) throws IOException {
    json.writeStartArray();
    for (Object element : list) {
      write(element);
    }
    json.writeEndArray();
  }

  private void writeObject(Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(entry.getValue());
    }
    json.writeEndObject();
  }
}
