package dev.tarn.query.athena;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.aws.athena.SharedLexicon;
import dev.tarn.aws.athena.SqlToken;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.query.WarehouseQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// A query as Athena is given it. Each dataset is a common table expression of its name, with the
/// rows that the query may see, on the table in the catalog; nothing else has a name there, as the
/// statement runs without a database. The client's SQL follows on lines of its own, with each
/// character in the column where it was.
///
/// @param sql the statement
/// @param parameters literals for its placeholders, in order
record AthenaStatement(String sql, List<String> parameters) {
  /// The lines of the statement before the SQL's first one.
  static final int LINES_BEFORE = 1;

  /// Athena's limits on a statement and on a parameter (Amazon Athena User Guide, "Service Quotas";
  /// API Reference, "StartQueryExecution").
  private static final int MAX_BYTES = 262_144;

  private static final int MAX_PARAMETER = 1_024;

  /// Throws [Problem.SqlRefused] for SQL that Athena would read otherwise than DuckDB does, or not
  /// take, and [Problem.MalformedRequest] for a parameter that is too long.
  static AthenaStatement of(WarehouseQuery query, AthenaPlace place) {
    List<SqlToken> tokens = withoutEnd(query.sql(), SharedLexicon.tokens(query.sql()));
    SharedLexicon.refuseQualified(query.sql(), tokens, place);
    String statement =
        withTables(query.sql(), tokens, query.tables().stream().map(t -> table(t, place)).toList());
    int bytes = statement.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new Problem.SqlRefused(
              "the SQL becomes a statement of " + bytes + " bytes, more than " + MAX_BYTES)
          .exception();
    }
    return new AthenaStatement(statement, parameters(query.parameters()));
  }

  /// The words without a semicolon at their end.
  private static List<SqlToken> withoutEnd(String sql, List<SqlToken> tokens) {
    List<SqlToken> words =
        !tokens.isEmpty() && tokens.getLast().isSign(';')
            ? tokens.subList(0, tokens.size() - 1)
            : tokens;
    for (SqlToken token : words) {
      if (token.isSign(';')) {
        throw SharedLexicon.refused(sql, "';' is accepted at the end alone", token.start());
      }
    }
    if (words.isEmpty()) {
      throw new Problem.SqlRefused("the SQL is empty").exception();
    }
    return words;
  }

  private static String withTables(String sql, List<SqlToken> tokens, List<String> tables) {
    String body = sql.substring(0, tokens.getLast().end());
    if (tables.isEmpty()) {
      return "\n" + body;
    }
    String expressions = String.join(", ", tables);
    SqlToken first = tokens.getFirst();
    if (!first.isKeyword("WITH")) {
      return "WITH " + expressions + "\n" + body;
    }
    boolean recursive = tokens.size() > 1 && tokens.get(1).isKeyword("RECURSIVE");
    String begin = recursive ? "WITH RECURSIVE " : "WITH ";
    String rest = blank(body, first);
    return begin + expressions + ",\n" + (recursive ? blank(rest, tokens.get(1)) : rest);
  }

  private static String blank(String sql, SqlToken token) {
    return sql.substring(0, token.start())
        + " ".repeat(token.text().length())
        + sql.substring(token.end());
  }

  private static String table(WarehouseQuery.Table table, AthenaPlace place) {
    DatasetDefinition definition = table.definition();
    List<String> columns = new ArrayList<>();
    for (Schema.Field field : definition.schema().getFields()) {
      columns.add(column(field));
    }
    columns.add(TrinoLiterals.name(DatasetDefinition.EVENT_DATE));
    return "%s AS (SELECT %s FROM %s WHERE %s)"
        .formatted(
            TrinoLiterals.name(definition.name().value()),
            String.join(", ", columns),
            List.of(place.catalog(), place.database(), definition.name().value()).stream()
                .map(TrinoLiterals::name)
                .collect(Collectors.joining(".")),
            TrinoLiterals.condition(table.visible()));
  }

  /// A field that can only be null has no column in the table.
  private static String column(Schema.Field field) {
    String name = TrinoLiterals.name(field.name());
    boolean alwaysNull =
        field.schema().getType() == Schema.Type.NULL
            || (field.schema().getType() == Schema.Type.UNION
                && field.schema().getTypes().stream()
                    .allMatch(branch -> branch.getType() == Schema.Type.NULL));
    return alwaysNull ? "CAST(NULL AS varchar) AS " + name : name;
  }

  private static List<String> parameters(List<@Nullable Object> values) {
    List<String> literals = new ArrayList<>();
    for (Object value : values) {
      String literal = TrinoLiterals.parameter(value);
      if (literal.length() > MAX_PARAMETER) {
        throw new Problem.MalformedRequest(
                "as a literal the parameter has %d characters; Athena takes %d"
                    .formatted(literal.length(), MAX_PARAMETER),
                Optional.of(Place.pointer("/parameters/" + literals.size())))
            .exception();
      }
      literals.add(literal);
    }
    return literals;
  }
}
