package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.TableScan;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanPlanTest {
  static final DuckDbEngine ENGINE = new DuckDbEngine();

  static final String FIELDS =
      """
      {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},
      {"name":"id","type":"long"},
      {"name":"n","type":"int"},
      {"name":"order","type":["null","string"],"default":null},
      {"name":"kind","type":{"type":"enum","name":"K","symbols":["a","b"]}},
      {"name":"real","type":"double"},
      {"name":"single","type":"float"},
      {"name":"ok","type":"boolean"},
      {"name":"day","type":{"type":"int","logicalType":"date"}},
      {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
      {"name":"device","type":{"type":"string","logicalType":"uuid"}},
      {"name":"clock","type":{"type":"int","logicalType":"time-millis"}},
      {"name":"raw","type":"bytes"},
      {"name":"never","type":"null"},
      {"name":"position","type":{"type":"record","name":"P","fields":[
        {"name":"lat","type":"double"},
        {"name":"place","type":{"type":"record","name":"Q","fields":[
          {"name":"name","type":["null","string"],"default":null}]}}]}},
      {"name":"tags","type":{"type":"array","items":"string"}}
      """;

  @TempDir Path directory;

  private Lake lake() {
    return new Lake(directory).define("t", FIELDS).define("u", FIELDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT count(*) FROM t ~ ``",
        "SELECT id FROM t ~ id",
        "SELECT ID FROM T ~ id",
        "SELECT 1 FROM t WHERE n > 3 ~ n",
        "SELECT id FROM t WHERE n > 3 AND real + single < 3 ~ id,n,real,single",
        "SELECT position.lat FROM t ~ position",
        "SELECT position.place.name FROM t WHERE position.lat > 3 ~ position",
        "SELECT t.position FROM t ~ position",
        "SELECT \"order\" FROM t WHERE n > 3 ~ n,order",
        "SELECT event_date, count(*) FROM t GROUP BY 1 ~ event_date",
        "SELECT id FROM (SELECT * FROM t) WHERE n = 2 ~ id,n",
        "SELECT id FROM t ORDER BY real LIMIT 3 ~ id,real",
        "SELECT id, row_number() OVER (PARTITION BY n ORDER BY time) FROM t ~ id,n,time",
        "SELECT list_transform(tags, lambda x: x || \"order\") FROM t ~ order,tags",
        "SELECT a.id FROM t a JOIN t b ON a.n = b.n WHERE b.ok ~ id,n,ok",
        "SELECT never FROM t ~ never",
        "SELECT n, ok FROM t WHERE position.lat > 3 OR position.lat < 2 ~ n,ok,position",
        "SELECT n FROM t WHERE (position.lat > 3 OR position.lat < 2) AND id = 3 ORDER BY real"
            + " LIMIT 3 ~ n,id,position,real",
        "SELECT position.place.name, n FROM t WHERE position.lat > 3 OR position.lat < 2 ~"
            + " n,position",
        "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.n = t.n AND u.day > t.day) ~"
            + " day,id,n",
        "WITH c AS MATERIALIZED (SELECT * FROM t) SELECT sum(id) FROM c ~ id",
        "WITH RECURSIVE r AS (SELECT id, n FROM t UNION ALL SELECT t.id, t.n FROM t JOIN r ON t.id"
            + " = r.n) SELECT id FROM r ~ id,n",
        "SELECT (SELECT max(real) FROM t) ~ real",
        "SELECT DISTINCT kind FROM t USING SAMPLE 10 ROWS ~ kind",
      })
  void findsTheColumnsThatAreRead(String sql, String columns) {
    assertThat(scan(lake().scans(ENGINE, sql), "t").columns())
        .containsExactlyInAnyOrderElementsOf(
            columns.isEmpty() ? List.of() : List.of(columns.split(",")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM t",
        "SELECT count(*), count(\"order\") + 1 FROM t",
        "SELECT count(id) FROM (SELECT n AS id FROM t)",
        "SELECT count(tags) AS c FROM t HAVING c > 1 LIMIT 1",
        "SELECT (SELECT count(n) FROM t) + (SELECT count(*) FROM t)",
      })
  void seesWhereRowsAndValuesAreOnlyCounted(String sql) {
    assertThat(scan(lake().scans(ENGINE, sql), "t").countsOnly()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(n) FROM t WHERE id > 3",
        "SELECT count(n) FROM t WHERE random() < 0.5",
        "SELECT count(n) FROM t WHERE len(tags) > 2",
        "SELECT count(DISTINCT n) FROM t",
        "SELECT count(n) FILTER (ok) FROM t",
        "SELECT count(nullif(n, 1)) FROM t",
        "SELECT count(n::TINYINT) FROM t",
        "SELECT count(position.lat) FROM t",
        "SELECT count(n), sum(n) FROM t",
        "SELECT n, count(*) FROM t GROUP BY n",
        "SELECT count(n) OVER () FROM t",
        "SELECT count(n) FROM (SELECT n FROM t LIMIT 3)",
        "SELECT count(n) FROM (SELECT DISTINCT n FROM t)",
        "SELECT count(n) FROM t USING SAMPLE 10 ROWS",
        "SELECT count(t.n) FROM t JOIN u ON t.id = u.id",
        "SELECT (SELECT count(n) FROM t), (SELECT max(id) FROM t)",
        "SELECT n FROM t",
      })
  void seesWhereMoreMattersThanCounts(String sql) {
    assertThat(scan(lake().scans(ENGINE, sql), "t").countsOnly()).isFalse();
  }

  @Test
  void readsEveryColumnForAStarInTheTablesOrder() throws Exception {
    Lake lake = lake();

    assertThat(scan(lake.scans(ENGINE, "SELECT * FROM t"), "t").columns())
        .hasSize(lake.definition("t").schema().getFields().size() + 1);
    assertThat(lake.query(ENGINE, "SELECT * FROM t").names())
        .startsWith("time", "id")
        .endsWith("tags", "event_date");
  }

  @Test
  void namesNoScanOfATableThatIsNotRead() {
    assertThat(lake().scans(ENGINE, "SELECT * FROM t LIMIT 0")).isEmpty();
    assertThat(lake().scans(ENGINE, "WITH c AS (SELECT * FROM t) SELECT 1")).isEmpty();
  }

  @Test
  void seesParametersAsConstants() {
    List<TableScan> scans =
        lake()
            .scans(
                ENGINE,
                "SELECT /* ? é */ '?' FROM t WHERE id = ? AND \"order\" = ? AND real < ?"
                    + " AND price > ? AND ok = ? AND time > ? AND n=?",
                7L,
                "it's; DROP TABLE t --",
                1.5,
                new BigDecimal("2.50"),
                true,
                "2026-01-01",
                -3L);

    assertThat(text(scan(scans, "t").predicate()))
        .contains(
            "id = 7",
            "order = 'it's; DROP TABLE t --'",
            "real < 1.5",
            "price > 2.50",
            "ok = true",
            "time > 2026-01-01T00:00:00Z",
            "n = -3");
  }

  @Test
  void answersParametersOfEveryType() {
    assertThat(
            lake()
                .query(
                    ENGINE,
                    "SELECT ?, ?, ? AS \"?\", ?, ?, ?, ? + 1",
                    null,
                    Long.MIN_VALUE,
                    "é'\\\"?",
                    -0.5,
                    new BigDecimal("1e400"),
                    new BigDecimal("-12345678901234567890.12"),
                    1e300)
                .row())
        .containsExactly(
            null,
            Long.MIN_VALUE,
            "é'\\\"?",
            -0.5,
            Double.POSITIVE_INFINITY,
            new BigDecimal("-12345678901234567890.12"),
            1e300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT ? ~ the statement has 1 placeholders, but 2 parameters are given",
        "SELECT ?, ?, ? ~ the statement has 3 placeholders, but 2 parameters are given",
        "SELECT nope FROM t, (SELECT ?, ?) ~ Referenced column \"nope\" not found in FROM clause!",
      })
  void refusesParametersThatDoNotFit(String sql, String reason) {
    assertThat(refused(sql, 1L, 2L).detail()).startsWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT nope FROM t ~ 1 ~ 8 ~ Referenced column \"nope\" not found in FROM clause!",
        "SELECT id,\\n"
            + "  n + day + raw FROM t ~ 2 ~ 11 ~ No function matches the given name and argument"
            + " types",
        "SELECT sum(\"order\") FROM t ~ 1 ~ 8 ~ No function matches the given name and argument"
            + " types 'sum(VARCHAR)'.",
        "SELECT id FROM t GROUP BY n ~ 1 ~ 8 ~ column \"id\" must appear in the GROUP BY clause",
        "SELECT rowid FROM t ~ 1 ~ 8 ~ Referenced column \"rowid\" not found",
        "SELECT x.id FROM t ~ 1 ~ 8 ~ Referenced table \"x\" not found",
      })
  void saysWhatIsWrongAndWhere(String sql, int line, int column, String reason) {
    Problem.SqlRefused refused = refused(sql.replace("\\n", "\n"));

    assertThat(refused.detail()).startsWith(reason).doesNotContain("Candidate functions", "LINE");
    assertThat(refused.place().orElseThrow().line()).hasValue(line);
    assertThat(refused.place().orElseThrow().column()).hasValue(column);
  }

  @Test
  void keepsTheSameNowFromPlanToAnswer() throws Exception {
    Lake lake =
        new Lake(directory)
            .define(
                "v",
                "{\"name\":\"time\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}")
            .write("v", LocalDate.parse("2026-01-01"), "SELECT TIMESTAMPTZ '2026-01-01' AS time");
    try (var session = ENGINE.open(Lake.LIMITS, directory)) {
      var names = session.accept("SELECT now() FROM v WHERE time < now()");
      Predicate predicate = session.plan(lake.typed(names), List.of()).getFirst().predicate();
      Lake.Answer answer;
      try (var cursor = session.execute(lake.fetched(names))) {
        answer = Lake.read(cursor);
      }

      assertThat(text(predicate)).isEqualTo("time < " + answer.value());
    }
  }

  private Problem.SqlRefused refused(String sql, Object... parameters) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> lake().scans(ENGINE, sql, parameters));
    assertThat(thrown).isNotNull();
    return (Problem.SqlRefused) thrown.problem();
  }

  static TableScan scan(List<TableScan> scans, String table) {
    Optional<TableScan> scan =
        scans.stream().filter(each -> each.table().equals(table)).findFirst();
    return scan.orElseThrow();
  }

  static String text(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare compare ->
          compare.column() + sign(compare.comparison()) + text(compare.literal());
      case Predicate.In in ->
          in.column() + " in " + in.literals().stream().map(ScanPlanTest::text).toList();
      case Predicate.Like like -> like.column() + " like " + like.pattern();
      case Predicate.IsNull isNull -> isNull.column() + " is null";
      case Predicate.IsNotNull isNotNull -> isNotNull.column() + " is not null";
      case Predicate.And and ->
          and.parts().isEmpty()
              ? "all"
              : and.parts().stream()
                  .map(ScanPlanTest::text)
                  .collect(Collectors.joining(" and ", "(", ")"));
      case Predicate.Or or ->
          or.parts().stream().map(ScanPlanTest::text).collect(Collectors.joining(" or ", "(", ")"));
    };
  }

  private static String sign(Predicate.Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> " = ";
      case NOT_EQUAL -> " <> ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
    };
  }

  private static String text(Literal literal) {
    return switch (literal) {
      case Literal.OfBoolean(boolean value) -> Boolean.toString(value);
      case Literal.OfLong(long value) -> Long.toString(value);
      case Literal.OfDouble(double value) -> Double.toString(value);
      case Literal.OfString(String value) -> "'" + value + "'";
      case Literal.OfDecimal(BigDecimal value) -> value.toPlainString();
      case Literal.OfDate(LocalDate value) -> value.toString();
      case Literal.OfTimestamp(long micros) ->
          Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS).toString();
    };
  }
}
