package dev.tarn.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/// A log record as one line of JSON: `time`, `level`, `logger`, `message`, `function`, and, where
/// there are any, `requestId`, `traceId` and `exception` (its stack trace). A record is formatted
/// by the thread that logs it.
public final class JsonLines extends Formatter {
  private static final JsonFactory FACTORY = new JsonFactory();

  /// What a line may have of a message or a stack trace, so that it fits a CloudWatch log event.
  private static final int LONGEST_TEXT = 30_000;

  private final String function;

  /// Lines of the function named `function`.
  public JsonLines(String function) {
    this.function = function;
  }

  @Override
  public String format(LogRecord record) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", record.getInstant().toString());
      json.writeStringField("level", level(record.getLevel()));
      json.writeStringField("logger", Optional.ofNullable(record.getLoggerName()).orElse(""));
      json.writeStringField("message", cut(Optional.ofNullable(formatMessage(record)).orElse("")));
      json.writeStringField("function", function);
      context(json, LogContext.REQUEST_ID);
      context(json, LogContext.TRACE_ID);
      if (record.getThrown() != null) {
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace));
        json.writeStringField("exception", cut(trace.toString()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return line.append('\n').toString();
  }

  private static void context(JsonGenerator json, String key) throws IOException {
    String value = MDC.get(key);
    if (value != null) {
      json.writeStringField(key, value);
    }
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (level.intValue() >= Level.CONFIG.intValue()) {
      return "INFO";
    }
    return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
