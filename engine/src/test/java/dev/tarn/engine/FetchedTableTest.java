package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.query.SqlSession;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How local files of several schema versions and dates become one table.
class FetchedTableTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();
  private static final String TIME =
      "{\"name\":\"time\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}";

  @TempDir Path directory;

  private static String row(String columns) {
    return "SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' AS time, " + columns;
  }

  @Test
  void givesOldFilesTheDefaultsOfFieldsTheyLack() throws SQLException {
    Lake lake =
        new Lake(directory)
            .define("t", TIME + ",{\"name\":\"id\",\"type\":\"int\"}")
            .write("t", LocalDate.parse("2026-01-01"), row("1::INTEGER AS id"))
            .define(
                "t",
                TIME
                    + """
                    ,{"name":"id","type":"int"},
                    {"name":"b","type":"boolean","default":true},
                    {"name":"i","type":"int","default":-3},
                    {"name":"l","type":"long","default":9007199254740993},
                    {"name":"d","type":"double","default":1.5},
                    {"name":"s","type":"string","default":"it's"},
                    {"name":"e","type":{"type":"enum","name":"E","symbols":["x","y"]},"default":"y"},
                    {"name":"raw","type":"bytes","default":"\\u0000\\u00ff"},
                    {"name":"day","type":{"type":"int","logicalType":"date"},"default":-1},
                    {"name":"clock","type":{"type":"int","logicalType":"time-millis"},"default":1500},
                    {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":-1},
                    {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":5,"scale":2},"default":"\\u0001\\u0000"},
                    {"name":"list","type":{"type":"array","items":"long"},"default":[1,2]},
                    {"name":"empty","type":{"type":"array","items":"long"},"default":[]},
                    {"name":"map","type":{"type":"map","values":"string"},"default":{"k":"v"}},
                    {"name":"r","type":{"type":"record","name":"N","fields":[
                       {"name":"p","type":"int"},
                       {"name":"q","type":["null","string"],"default":null}]},"default":{"p":4}},
                    {"name":"none","type":["null","long"],"default":null},
                    {"name":"never","type":"null","default":null}
                    """);

    Map<String, @Nullable Object> record = new HashMap<>();
    record.put("p", 4L);
    record.put("q", null);
    assertThat(lake.query(ENGINE, "SELECT * EXCLUDE (time, raw) FROM t").row())
        .isEqualTo(
            Arrays.asList(
                1L,
                true,
                -3L,
                9007199254740993L,
                1.5,
                "it's",
                "y",
                LocalDate.parse("1969-12-31"),
                LocalTime.parse("00:00:01.500"),
                Instant.parse("1969-12-31T23:59:59.999Z"),
                new BigDecimal("2.56"),
                List.of(1L, 2L),
                List.of(),
                Map.of("k", "v"),
                record,
                null,
                null,
                LocalDate.parse("2026-01-01")));
    assertThat(lake.query(ENGINE, "SELECT raw FROM t").value()).isEqualTo(new byte[] {0, -1});
  }

  @Test
  void widensNumbersAndFillsNestedRecords() throws SQLException {
    String nested =
        """
        ,{"name":"n","type":"%s"},
        {"name":"r","type":["null",{"type":"record","name":"R1","fields":[
          {"name":"a","type":"%s"}%s]}],"default":null},
        {"name":"rs","type":{"type":"array","items":{"type":"record","name":"R2","fields":[
          {"name":"a","type":"%s"}%s]}}},
        {"name":"ms","type":{"type":"map","values":{"type":"record","name":"R3","fields":[
          {"name":"a","type":"%s"}%s]}}}
        """;
    String added = ",{\"name\":\"b\",\"type\":\"string\",\"default\":\"new\"}";
    String old =
        "%d::INTEGER AS n, %s AS r, [{'a': 2::INTEGER}, NULL] AS rs, MAP {'k': {'a': 3::INTEGER}}"
            + " AS ms";
    Lake lake =
        new Lake(directory)
            .define("t", TIME + nested.formatted("int", "int", "", "int", "", "int", ""))
            .write("t", LocalDate.parse("2026-01-01"), row(old.formatted(1, "{'a': 1::INTEGER}")))
            .write("t", LocalDate.parse("2026-01-02"), row(old.formatted(2, "NULL")))
            .define(
                "t",
                TIME + nested.formatted("double", "long", added, "double", added, "long", added))
            .write(
                "t",
                LocalDate.parse("2026-01-03"),
                row(
                    "3.5::DOUBLE AS n, {'a': 4::BIGINT, 'b': 'x'} AS r,"
                        + " [{'a': 5.5::DOUBLE, 'b': 'y'}] AS rs,"
                        + " MAP {'k': {'a': 6::BIGINT, 'b': 'z'}} AS ms"));

    assertThat(lake.query(ENGINE, "SELECT n, r, rs, ms FROM t ORDER BY n").rows())
        .containsExactly(
            Arrays.asList(
                1.0,
                Map.of("a", 1L, "b", "new"),
                Arrays.asList(Map.of("a", 2.0, "b", "new"), null),
                Map.of("k", Map.of("a", 3L, "b", "new"))),
            Arrays.asList(
                2.0,
                null,
                Arrays.asList(Map.of("a", 2.0, "b", "new"), null),
                Map.of("k", Map.of("a", 3L, "b", "new"))),
            Arrays.asList(
                3.5,
                Map.of("a", 4L, "b", "x"),
                List.of(Map.of("a", 5.5, "b", "y")),
                Map.of("k", Map.of("a", 6L, "b", "z"))));
    assertThat(lake.query(ENGINE, "SELECT count(*) FROM t WHERE r.a = 1 AND r.b = 'new'").value())
        .isEqualTo(1L);
  }

  private Lake dated() throws SQLException {
    Lake lake = new Lake(directory).define("t", TIME + ",{\"name\":\"id\",\"type\":\"long\"}");
    for (int day = 1; day <= 9; day++) {
      LocalDate date = LocalDate.of(2026, 1, day);
      lake.write(
          "t",
          date,
          "SELECT TIMESTAMPTZ '%s 12:00:00+00' AS time, %d::BIGINT AS id".formatted(date, day));
    }
    return lake;
  }

  @Test
  void knowsTheEventDateOfEachFile() throws SQLException {
    assertThat(
            dated()
                .query(
                    ENGINE,
                    "SELECT event_date, count(*) FROM t"
                        + " WHERE time::DATE = event_date GROUP BY ALL ORDER BY ALL")
                .rows())
        .hasSize(9)
        .contains(List.of(LocalDate.parse("2026-01-09"), 1L));
  }

  @Test
  void showsOnlyRowsThatMeetTheTablesFilter() throws SQLException {
    Predicate filter =
        new Predicate.And(
            List.of(
                new Predicate.Compare(
                    "time",
                    Predicate.Comparison.GREATER_OR_EQUAL,
                    new Literal.OfTimestamp(
                        Instant.parse("2026-01-03T00:00:00Z").toEpochMilli() * 1000)),
                new Predicate.Or(
                    List.of(
                        new Predicate.In(
                            "id", List.of(new Literal.OfLong(3), new Literal.OfLong(1))),
                        new Predicate.Compare(
                            "event_date",
                            Predicate.Comparison.GREATER,
                            new Literal.OfDate(LocalDate.parse("2026-01-08")))))));

    assertThat(dated().filter("t", filter).query(ENGINE, "SELECT count(*), max(id) FROM t").row())
        .containsExactly(2L, 9L);
  }

  @Test
  void comparesEveryKindOfLiteralInAFilter() throws SQLException {
    Lake lake =
        new Lake(directory)
            .define(
                "t",
                TIME
                    + """
                    ,{"name":"b","type":"boolean"},{"name":"d","type":"double"},
                    {"name":"s","type":["null","string"],"default":null},
                    {"name":"u","type":{"type":"string","logicalType":"uuid"}},
                    {"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":5,"scale":2}},
                    {"name":"ms","type":{"type":"int","logicalType":"time-millis"}},
                    {"name":"us","type":{"type":"long","logicalType":"time-micros"}},
                    {"name":"r","type":{"type":"record","name":"P","fields":[{"name":"select","type":"int"}]}}
                    """)
            .write(
                "t",
                LocalDate.parse("2026-01-01"),
                row(
                    "true AS b, 1.5::DOUBLE AS d, 'it''s' AS s,"
                        + " 'a0000000-0000-0000-0000-00000000000b' AS u,"
                        + " 2.50::DECIMAL(5,2) AS p, TIME '00:00:01.5' AS ms,"
                        + " TIME '00:00:00.000007' AS us, {'select': 4::INTEGER} AS r"));
    List<Predicate> met =
        List.of(
            equal("b", new Literal.OfBoolean(true)),
            equal("d", new Literal.OfDouble(1.5)),
            equal("s", new Literal.OfString("it's")),
            equal("u", new Literal.OfString("a0000000-0000-0000-0000-00000000000b")),
            equal("p", new Literal.OfDecimal(new BigDecimal("2.5"))),
            equal("ms", new Literal.OfLong(1500)),
            equal("us", new Literal.OfLong(7)),
            equal("r.select", new Literal.OfLong(4)),
            new Predicate.IsNotNull("s"),
            Predicate.ALWAYS);
    List<Predicate> unmet =
        List.of(
            new Predicate.Compare("d", Predicate.Comparison.NOT_EQUAL, new Literal.OfDouble(1.5)),
            new Predicate.Compare("d", Predicate.Comparison.LESS, new Literal.OfDouble(1.5)),
            new Predicate.IsNull("s"),
            new Predicate.In("d", List.of()),
            equal("s", new Literal.OfString("a\0b")));

    assertThat(lake.filter("t", new Predicate.And(met)).query(ENGINE, "SELECT 1 FROM t").rows())
        .hasSize(1);
    assertThat(lake.filter("t", new Predicate.Or(unmet)).query(ENGINE, "SELECT 1 FROM t").rows())
        .isEmpty();
  }

  private static Predicate equal(String column, Literal literal) {
    return new Predicate.Compare(column, Predicate.Comparison.EQUAL, literal);
  }

  @Test
  void isEmptyWithoutFiles() {
    Lake lake = new Lake(directory).define("t", TIME + ",{\"name\":\"id\",\"type\":\"long\"}");

    assertThat(lake.query(ENGINE, "SELECT count(*), sum(id), max(event_date) FROM t").row())
        .isEqualTo(Arrays.asList(0L, null, null));
    assertThat(lake.query(ENGINE, "SELECT * FROM t").names())
        .containsExactly("time", "id", "event_date");
  }

  @Test
  void readsNoFileButThoseItWasGiven() throws Exception {
    Lake lake = dated();
    Path other = directory.resolve("other.parquet");
    Lake.plain("COPY (SELECT 42 AS secret) TO '" + other + "'");
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      Set<String> names = session.accept("SELECT * FROM '" + other + "'");

      assertThat(names).containsExactly(other.toString().toLowerCase(java.util.Locale.ROOT));
    }
    try (Instance instance = Instance.open(InstanceBounds.of(Lake.LIMITS), directory.toRealPath());
        Database database = instance.connect()) {
      Path admitted = instance.admit(lake.files("t").getFirst().path());

      assertThat(
              database.text(
                  "SELECT count(*)::VARCHAR FROM read_parquet('" + admitted + "')", List.of()))
          .isEqualTo("1");
      for (String escape :
          List.of(
              "SELECT * FROM read_parquet('" + other + "')",
              "SELECT * FROM read_text('/etc/hostname')",
              "SELECT * FROM glob('" + directory + "/*')",
              "SELECT * FROM read_parquet('" + instance.directory() + "/../other.parquet')",
              "SELECT * FROM read_parquet('"
                  + lake.files("t").getFirst().path().toRealPath()
                  + "')",
              "COPY (SELECT 1) TO '" + directory.resolve("out.csv") + "'",
              "ATTACH '" + directory.resolve("x.db") + "'",
              "INSTALL httpfs",
              "LOAD httpfs",
              "SET enable_external_access = true",
              "SET allowed_paths = ['" + other + "']",
              "SET allowed_directories = ['" + directory + "']",
              "SET allowed_configs = ['memory_limit']",
              "SET memory_limit = '10GB'",
              "RESET lock_configuration",
              "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
              "EXPORT DATABASE '" + directory.resolve("dump") + "'")) {
        assertThatThrownBy(() -> database.execute(escape))
            .as(escape)
            .isInstanceOf(SQLException.class);
      }
      assertThat(Files.exists(directory.resolve("out.csv"))).isFalse();
    }
  }
}
