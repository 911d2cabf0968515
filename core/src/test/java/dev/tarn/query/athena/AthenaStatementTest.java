package dev.tarn.query.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.WarehouseQuery;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.Predicate.Comparison;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AthenaStatementTest {
  private static final AthenaPlace PLACE = new AthenaPlace("work", "AwsDataCatalog", "lake");
  private static final String COLUMNS = "\"time\", \"net\", \"event_date\"";
  private static final String TABLE =
      "\"quakes\" AS (SELECT "
          + COLUMNS
          + " FROM \"AwsDataCatalog\".\"lake\".\"quakes\" WHERE true)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT net FROM quakes",
        "SELECT ')' AS \"a;b\" FROM quakes -- the end",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "SELECT 'it''s ) -- /*', \"a)\"\"b\" FROM quakes",
        "SELECT a /* ) ' \" -- */ FROM quakes",
      })
  void putsTheDatasetsBeforeTheSql(String sql) {
    String words = sql.replace(" -- the end", "");
    assertThat(statement(sql)).isEqualTo("WITH " + TABLE + "\n" + words);
  }

  @Test
  void joinsTheDatasetsToExpressionsOfTheSqlsOwn() {
    assertThat(statement("WITH a AS (SELECT 1)\nSELECT * FROM a, quakes"))
        .isEqualTo("WITH " + TABLE + ",\n     a AS (SELECT 1)\nSELECT * FROM a, quakes");
    assertThat(statement("/* all */ with recursive a(n) AS (SELECT 1) SELECT n FROM a"))
        .isEqualTo(
            "WITH RECURSIVE "
                + TABLE
                + ",\n/* all */                a(n) AS (SELECT 1) SELECT n FROM a");
  }

  @Test
  void endsWithOneSemicolonAtMost() {
    assertThat(statement("SELECT 1 ; -- done\n")).endsWith("\nSELECT 1 ".stripTrailing());
    refused("SELECT 1; SELECT 2", Place.position(1, 9), "';'");
    refused("SELECT 1;;", Place.position(1, 9), "';'");
  }

  /// What DuckDB takes for a comment, a string or a name, and Athena for SQL; or the other way
  /// round.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 /* /* */ UNION SELECT 2 FROM other -- */ | 1 | 13 | a comment in a comment",
        "SELECT e'\\' UNION SELECT * FROM other --' | 1 | 9 | right after",
        "SELECT U&'a' | 1 | 10 | right after",
        "SELECT x'00' | 1 | 9 | right after",
        "SELECT $$ ' $$ | 1 | 8 | '$'",
        "SELECT `a` | 1 | 8 | '`'",
        "SELECT 1 \\ 2 | 1 | 10 | '\\'",
        "SELECT\u00a01 | 1 | 7 | outside of ASCII",
        "SELECT 'a | 1 | 8 | quote",
        "SELECT \"a | 1 | 8 | quote",
        "SELECT 1 /* a | 1 | 10 | comment",
        "SELECT 1) UNION (SELECT 2 | 1 | 9 | closes nothing",
        "SELECT (1 | 1 | 10 | not closed",
        "SELECT lake.quakes FROM quakes | 1 | 8 | 'lake' before a dot",
        "SELECT * FROM \"AWSDATACATALOG\" . \"lake\".\"x\" | 1 | 15 | before a dot",
        "SELECT * FROM information_schema.tables | 1 | 15 | before a dot",
      })
  void refusesWhatTheTwoEnginesReadOtherwise(String sql, int line, int column, String detail) {
    refused(sql, Place.position(line, column), detail);
  }

  @Test
  void showsTheRowsThatMayBeSeenAlone() {
    Predicate visible =
        new Predicate.And(
            List.of(
                new Predicate.Compare(
                    "time", Comparison.GREATER_OR_EQUAL, new Literal.OfTimestamp(1_500_000)),
                new Predicate.Or(
                    List.of(
                        new Predicate.In(
                            "net", List.of(new Literal.OfString("o'k"), new Literal.OfLong(-3))),
                        new Predicate.IsNull("net"),
                        new Predicate.In("net", List.of()),
                        new Predicate.Compare(
                            "a.b", Comparison.NOT_EQUAL, new Literal.OfDouble(1e300)))),
                new Predicate.Compare(
                    "event_date", Comparison.LESS, new Literal.OfDate(LocalDate.of(2026, 1, 31))),
                new Predicate.Compare(
                    "net", Comparison.EQUAL, new Literal.OfDecimal(new BigDecimal("1.50"))),
                new Predicate.Compare("net", Comparison.GREATER, new Literal.OfBoolean(true)),
                new Predicate.IsNotNull("net")));

    String statement =
        AthenaStatement.of(
                new WarehouseQuery(
                    "SELECT 1",
                    List.of(),
                    List.of(new WarehouseQuery.Table(definition(""), visible))),
                PLACE)
            .sql();

    assertThat(statement)
        .contains(
            " WHERE (\"time\" >= TIMESTAMP '1970-01-01 00:00:01.500000 UTC'"
                + " AND (\"net\" IN ('o''k', -3) OR \"net\" IS NULL OR false"
                + " OR \"a\".\"b\" <> DOUBLE '1.0E300')"
                + " AND \"event_date\" < DATE '2026-01-31'"
                + " AND \"net\" = DECIMAL '1.50' AND \"net\" > true AND \"net\" IS NOT NULL))\n");
  }

  @Test
  void givesAFieldThatIsAlwaysNullAColumn() {
    assertThat(statement("SELECT 1", ", {\"name\": \"no\", \"type\": \"null\"}"))
        .contains("SELECT \"time\", \"net\", CAST(NULL AS varchar) AS \"no\", \"event_date\" FROM");
  }

  @Test
  void writesParametersAsLiterals() {
    List<Object> values =
        List.of(
            "it's",
            5L,
            Long.MIN_VALUE,
            new BigDecimal("1E+3"),
            new BigDecimal("0.10"),
            new BigDecimal("1e400"),
            2.5,
            true,
            "");

    assertThat(TrinoLiterals.parameter(null)).isEqualTo("NULL");
    assertThat(
            AthenaStatement.of(new WarehouseQuery("SELECT 1", values, List.of()), PLACE)
                .parameters())
        .containsExactly(
            "'it''s'",
            "5",
            "BIGINT '-9223372036854775808'",
            "DECIMAL '1000'",
            "DECIMAL '0.10'",
            "DOUBLE '1E+400'",
            "DOUBLE '2.5'",
            "true",
            "''");
  }

  @Test
  void refusesAParameterThatAthenaDoesNotTake() {
    WarehouseQuery query =
        new WarehouseQuery("SELECT ?, ?", List.of(1L, "a".repeat(1_023)), List.of());

    assertThatThrownBy(() -> AthenaStatement.of(query, PLACE))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().place())
                    .isEqualTo(Optional.of(Place.pointer("/parameters/1"))));
  }

  @Test
  void refusesAStatementThatAthenaWouldNotTake() {
    assertThatThrownBy(() -> statement("SELECT '" + "ä".repeat(131_072) + "'"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("more than 262144");
  }

  private static void refused(String sql, Place place, String detail) {
    assertThatThrownBy(() -> statement(sql))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isInstanceOf(Problem.SqlRefused.class);
              assertThat(e.problem().detail()).contains(detail);
              assertThat(e.problem().place()).isEqualTo(Optional.of(place));
            });
  }

  private static String statement(String sql) {
    return statement(sql, "");
  }

  private static String statement(String sql, String moreFields) {
    return AthenaStatement.of(
            new WarehouseQuery(
                sql,
                List.of(),
                List.of(new WarehouseQuery.Table(definition(moreFields), Predicate.ALWAYS))),
            PLACE)
        .sql();
  }

  private static DatasetDefinition definition(String moreFields) {
    String json =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Quake", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "net", "type": "string"}%s]}}
        """
            .formatted(moreFields);
    return DefinitionJson.parseRequest(
        new DatasetName("quakes"), json.getBytes(StandardCharsets.UTF_8));
  }
}
