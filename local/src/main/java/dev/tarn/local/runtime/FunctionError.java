package dev.tarn.local.runtime;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// An error as a function's runtime reports it (AWS Lambda Developer Guide, "Using the Lambda
/// runtime API").
///
/// @param type such as `java.lang.IllegalArgumentException`
/// @param message what it says
public record FunctionError(String type, String message) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LONGEST_MESSAGE = 10_000;

  public FunctionError {
    message =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "…" : message;
  }

  /// The error that `document` reports; where it is none, the text itself of the type `type`.
  static FunctionError read(byte[] document, String type) {
    try {
      JsonNode report = MAPPER.readTree(document);
      if (report.path("errorMessage").isTextual() || report.path("errorType").isTextual()) {
        return new FunctionError(
            report.path("errorType").asText(type), report.path("errorMessage").asText(""));
      }
      return new FunctionError(type, report.toString());
    } catch (JacksonException e) {
      return new FunctionError(type, "a report that is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused a read", e);
    }
  }

  @Override
  public String toString() {
    return type + ": " + message;
  }
}
