package dev.tarn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// What the engine's failures mean to a client. The engine reports them as JSON (`errors_as_json`).
final class EngineProblems {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineProblems() {}

  static Problem outOfMemory() {
    return new Problem.QueryTooLarge(
        "the query needs more memory than it may use; filter or aggregate earlier");
  }

  /// The failure of a statement of ours, which is nobody's fault but our own, unless a limit was
  /// reached.
  static RuntimeException ours(SQLException failure) {
    JsonNode error = parse(failure);
    return type(error).equals("Out of Memory")
        ? tooLarge(error).exception()
        : new IllegalStateException("the SQL engine failed", failure);
  }

  /// The failure of the client's statement `sql` as something to throw.
  ///
  /// @param prefixBytes how much the engine was given before `sql`, in bytes of UTF-8
  /// @param directory where the session's files are; a failure that names it is a file's
  static RuntimeException of(SQLException failure, String sql, int prefixBytes, Path directory) {
    JsonNode error = parse(failure);
    String message = error.path("exception_message").asText();
    return switch (type(error)) {
      case "Out of Memory" -> tooLarge(error).exception();
      case "", "INTERRUPT", "INTERNAL", "FATAL", "IO", "Serialization" ->
          new IllegalStateException("the SQL engine failed", failure);
      default ->
          message.contains(directory.toString())
              ? new IllegalStateException("a fetched file cannot be read", failure)
              : refused(message, error.path("position").asText(""), prefixBytes, sql).exception();
    };
  }

  private static JsonNode parse(SQLException failure) {
    String text = String.valueOf(failure.getMessage());
    int start = text.indexOf('{');
    if (start >= 0) {
      try {
        return JSON.readTree(text.substring(start));
      } catch (JsonProcessingException e) {
        failure.addSuppressed(e);
      }
    }
    return MissingNode.getInstance();
  }

  private static String type(JsonNode error) {
    return error.path("exception_type").asText();
  }

  private static Problem tooLarge(JsonNode error) {
    return error.path("exception_message").asText().contains("max_temp_directory_size")
        ? new Problem.QueryTooLarge(
            "the query needs more memory and temporary space than it may use")
        : outOfMemory();
  }

  /// A refusal with the engine's message, without its hints, at a position in bytes of UTF-8.
  static Problem.SqlRefused refused(String message, String position, int prefixBytes, String sql) {
    Optional<Place> place = Optional.empty();
    if (!position.isEmpty() && position.chars().allMatch(Character::isDigit)) {
      place = SqlText.place(sql, Long.parseUnsignedLong(position) - prefixBytes);
    }
    return new Problem.SqlRefused(clean(message), place);
  }

  /// The message's first line, and the columns there would be where one is not found. The engine's
  /// other hints name its catalog and settings, which are nobody's business.
  private static String clean(String message) {
    StringBuilder clean = new StringBuilder();
    for (String line : message.split("\n", -1)) {
      if (clean.isEmpty()) {
        clean.append(line);
      } else if (line.startsWith("Candidate bindings:")) {
        clean.append("; there is ").append(line.substring("Candidate bindings:".length()).strip());
      }
    }
    int hint = clean.indexOf(" Use \"SET ");
    String text = hint < 0 ? clean.toString() : clean.substring(0, hint);
    return text.replace("memory.main.", "").replace("memory." + Database.EMPTY + ".", "");
  }
}
