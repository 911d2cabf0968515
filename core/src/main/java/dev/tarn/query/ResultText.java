package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// The text of a value of a [RowCursor], for where no more than text can be: numbers with all their
/// digits, times as in JSON answers, binary in base64, and lists, structs and maps as JSON.
public final class ResultText {
  private static final JsonFactory JSON = new JsonFactory();

  private ResultText() {}

  /// The text of `value`.
  public static String of(Object value) {
    return switch (value) {
      case BigDecimal number -> number.toPlainString();
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case Instant time -> DateTimeFormatter.ISO_INSTANT.format(time);
      case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
      case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
      case List<?> list -> json(list);
      case Map<?, ?> map -> json(map);
      default -> value.toString();
    };
  }

  private static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      new JsonValueWriter(json).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
