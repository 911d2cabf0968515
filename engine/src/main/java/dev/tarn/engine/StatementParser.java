package dev.tarn.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.problem.Problem;
import java.sql.SQLException;
import java.util.List;

/// Syntax trees as DuckDB's own parser makes them (`json_serialize_sql`), so that what is checked
/// is what will run. The text is always a bound value, never part of a statement of ours.
final class StatementParser {
  /// How deep a tree may be, counted in JSON arrays and objects.
  static final int MAX_DEPTH = 600;

  private static final String SERIALIZE = "SELECT json_serialize_sql(CAST(? AS VARCHAR))";

  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_DEPTH)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  /// The tree of `sql`, which is exactly one SELECT. Throws [Problem.SqlRefused] otherwise.
  JsonNode parse(Database database, String sql) throws SQLException {
    JsonNode answer = read(database.text(SERIALIZE, List.of(sql)));
    if (answer.path("error").asBoolean()) {
      String message = answer.path("error_message").asText();
      throw EngineProblems.refused(
              message.startsWith("Only SELECT") ? "only SELECT is accepted" : message,
              answer.path("position").asText(""),
              0,
              sql)
          .exception();
    }
    JsonNode statements = answer.path("statements");
    if (statements.size() != 1) {
      throw new Problem.SqlRefused(
              "exactly one SELECT is accepted, not " + statements.size() + " statements")
          .exception();
    }
    return statements.get(0);
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new Problem.SqlRefused("the statement is nested too deeply").exception();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB's syntax tree is not JSON", e);
    }
  }
}
