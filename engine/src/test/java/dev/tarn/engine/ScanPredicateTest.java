package dev.tarn.engine;

import static dev.tarn.engine.ScanPlanTest.ENGINE;
import static dev.tarn.engine.ScanPlanTest.scan;
import static dev.tarn.engine.ScanPlanTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.query.TableScan;
import dev.tarn.table.Predicate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What conditions tell of the rows that a table is read for.
class ScanPredicateTest {
  @TempDir Path directory;

  private Lake lake() {
    return new Lake(directory).define("t", ScanPlanTest.FIELDS).define("u", ScanPlanTest.FIELDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "id > 5 ~ id > 5",
        "id = 5 ~ id = 5",
        "5 <= id ~ id >= 5",
        "n < -5 ~ n < -5",
        "n <> 3 ~ n <> 3",
        "id BETWEEN 2 AND 9 ~ (id >= 2 and id <= 9)",
        "id IN (3, 17, 99) ~ id in [3, 17, 99]",
        "id = 3 OR id = 50 ~ id in [3, 50]",
        "id < 3 OR id > 50 ~ (id > 50 or id < 3)",
        "id > 5 AND real < 1.5 ~ (id > 5 and real < 1.5)",
        "id > 5 AND abs(n) = 3 ~ id > 5",
        "id > 5 OR abs(n) = 3 ~ all",
        "id + 1 > 5 ~ id > 4",
        "id % 2 = 0 ~ all",
        "real >= 1e300 ~ real >= 1.0E300",
        "single < 1.1 ~ single < 1.100000023841858",
        "real = 'nan'::DOUBLE ~ all",
        "ok ~ ok = true",
        "NOT ok ~ ok = false",
        "ok = true ~ ok = true",
        "\"order\" = 'it''s' ~ order = 'it's'",
        "\"order\" = 'a' || chr(10) || 'b' AND n > 2 ~ (n > 2 and order = 'a\\nb')",
        "\"order\" = 'optional: x' ~ order = 'optional: x'",
        "\"order\" LIKE 'n%' ~ (order >= 'n' and order < 'o')",
        "\"order\" LIKE '%n' ~ all",
        "\"order\" IS NULL ~ order is null",
        "\"order\" IS NOT NULL AND n = 1 ~ (n = 1 and order is not null)",
        "\"ORDER\" = 'x' ~ order = 'x'",
        "kind = 'a' ~ kind = 'a'",
        "day = DATE '2026-01-02' ~ day = 2026-01-02",
        "day >= '2026-01-02' ~ day >= 2026-01-02",
        "event_date IN ('2026-01-02', '2027-01-02', '2028-01-05') ~ event_date in [2026-01-02,"
            + " 2027-01-02, 2028-01-05]",
        "time >= '2026-01-02' ~ time >= 2026-01-02T00:00:00Z",
        "time < TIMESTAMPTZ '2026-01-02 03:04:05.678+02' ~ time < 2026-01-02T01:04:05.678Z",
        "time BETWEEN '2026-01-01' AND '2026-02-01' ~ (time >= 2026-01-01T00:00:00Z and time <="
            + " 2026-02-01T00:00:00Z)",
        "time < 'infinity' ~ all",
        "time::DATE = '2026-01-02' ~ (time >= 2026-01-02T00:00:00Z and time <"
            + " 2026-01-03T00:00:00Z)",
        "price > 1.5 ~ price > 1.50",
        "price <= -1.25 ~ price <= -1.25",
        "device = 'A0000000-0000-0000-0000-00000000000B' ~ device ="
            + " 'a0000000-0000-0000-0000-00000000000b'",
        "clock > '10:00:00' ~ clock > 36000000",
        "raw = '\\x00'::BLOB ~ all",
        "position.lat > 3 ~ position.lat > 3.0",
        "position.place.name = 'x' ~ position.place.name = 'x'",
        "tags[1] = 'x' ~ all",
        "len(tags) > 3 ~ all",
        "coalesce(n, 1) = 2 ~ all",
        "n = (SELECT max(n) FROM u) ~ all",
        "lower(\"order\") = 'x' ~ all",
        "date_trunc('day', time) = '2026-01-02' ~ (time >= 2026-01-02T00:00:00Z and time <"
            + " 2026-01-03T00:00:00Z)",
        "date_trunc('month', time) IN ('2026-01-01', '2026-03-01') ~ ((time >="
            + " 2026-01-01T00:00:00Z and time < 2026-02-01T00:00:00Z) or (time >="
            + " 2026-03-01T00:00:00Z and time < 2026-04-01T00:00:00Z))",
        "date_trunc('week', time) IN ('2026-01-05', '2026-01-07') ~ ((time >="
            + " 2026-01-05T00:00:00Z and time < 2026-01-12T00:00:00Z) or time in [])",
        "date_trunc('quarter', day) > '2026-01-01' OR n = 3 ~ (day >= 2026-04-01 or n = 3)",
        "date_trunc('hour', time)::DATE < '2026-01-02' ~ time < 2026-01-02T00:00:00Z",
        "date_trunc('year', time) <> '2026-01-01' ~ (time >= 2027-01-01T00:00:00Z or time <"
            + " 2026-01-01T00:00:00Z)",
        "date_trunc('day', time) <= '2026-01-02 07:00' ~ time < 2026-01-03T00:00:00Z",
        "date_trunc('decade', time) IN ('2020-01-01', '2030-01-01') ~ all",
        "CAST(time AS DATE) BETWEEN '2026-01-02' AND '2026-01-04' ~ (time >="
            + " 2026-01-02T00:00:00Z and time < 2026-01-05T00:00:00Z)",
        "time::DATE > '2026-01-02' AND time::DATE < '2026-01-05' ~ (time >= 2026-01-03T00:00:00Z"
            + " and time < 2026-01-05T00:00:00Z)",
        "time::DATE IN ('2026-01-02', '2026-03-01') ~ ((time >= 2026-01-02T00:00:00Z and time <"
            + " 2026-01-03T00:00:00Z) or (time >= 2026-03-01T00:00:00Z and time <"
            + " 2026-03-02T00:00:00Z))",
        "'2026-01-02' > time::DATE ~ time < 2026-01-02T00:00:00Z",
        "time::DATE = day ~ all",
        "time::TIMESTAMP > '2026-01-02' ~ time > 2026-01-02T00:00:00Z",
        "time AT TIME ZONE 'UTC' > '2026-01-02' ~ time > 2026-01-02T00:00:00Z",
        "time AT TIME ZONE 'America/New_York' > '2026-01-02' ~ all",
        "year(time) = 2026 ~ (time >= 2026-01-01T00:00:00Z and time < 2027-01-01T00:00:00Z)",
        "extract(year FROM day) >= 2026 ~ day >= 2026-01-01",
        "month(time) = 3 ~ all",
        "epoch_ms(time) >= 1767312000000 ~ time >= 2026-01-02T00:00:00Z",
        "epoch_ms(time) > -5 ~ all",
        "time > '0044-01-01 (BC)' ~ all",
        "day::TIMESTAMP > '2026-01-02 03:00' ~ day > 2026-01-02",
        "day::TIMESTAMPTZ = '2026-01-02 03:00' ~ day in []",
        "time = '2026-01-02'::DATE ~ time = 2026-01-02T00:00:00Z",
        "time >= DATE '2026-01-05' - INTERVAL 1 DAY ~ time >= 2026-01-04T00:00:00Z",
        "id IN (1, 7, 20, 40, 80, 90, 100, 200, 300) ~ id in [1, 7, 20, 40, 80, 90, 100, 200,"
            + " 300]",
        "id IN (1, 2, 3, 4, 5, 6, 7, 8, 9) ~ (id >= 1 and id <= 9)",
        "id IN (5, NULL) ~ id = 5",
        "id NOT IN (5, 9) ~ (id <> 5 and id <> 9)",
        "id NOT IN (5, NULL) ~ id <> 5",
        "\"order\" IN ('a', 'b', 'c', 'd', 'e', 'f', 'g') ~ order in ['a', 'b', 'c', 'd', 'e',"
            + " 'f', 'g']",
        "position.lat IN (1, 2, 4) ~ position.lat in [1.0, 2.0, 4.0]",
        "price IN (1.5, 2, 99) ~ price in [1.50, 2.00, 99.00]",
        "device IN ('A0000000-0000-0000-0000-00000000000B', 'f0000000-0000-0000-f000-000000000000')"
            + " ~ device in ['a0000000-0000-0000-0000-00000000000b',"
            + " 'f0000000-0000-0000-f000-000000000000']",
        "starts_with(\"order\", 'ab') ~ (order >= 'ab' and order < 'ac')",
        "prefix(\"order\", 'ab') OR n = 3 ~ ((order >= 'ab' and order < 'ac') or n = 3)",
        "\"order\" ^@ 'é' ~ (order >= 'é' and order < 'ê')",
        "\"order\" LIKE 'ab%' OR \"order\" = 'x' ~ ((order >= 'ab' and order < 'ac') or order ="
            + " 'x')",
        "\"order\" LIKE 'ab%d_' ~ (order >= 'ab' and order < 'ac')",
        "\"order\" LIKE 'ab' ~ order = 'ab'",
        "\"order\" NOT LIKE 'ab%' ~ all",
        "\"order\" ILIKE 'ab%' ~ (order >= 'AB' and order < 'ac')",
        "\"order\" GLOB 'ab*' ~ (order >= 'ab' and order < 'ac')",
        "regexp_matches(\"order\", '^ab') ~ (order >= 'ab' and order < 'ac')",
        "regexp_matches(\"order\", 'ab') ~ all",
        "\"order\" SIMILAR TO 'ab.*' ~ (order >= 'ab' and order < 'ac')",
        "left(\"order\", 2) = 'ab' ~ (order >= 'ab' and order < 'ac')",
        "\"order\" COLLATE NOCASE = 'ab' ~ all",
        "\"order\" IS NULL OR n = 3 ~ (n = 3 or order is null)",
        "date_trunc('day', time) IS NULL OR n = 3 ~ all",
        "\"order\" IS NOT DISTINCT FROM 'x' ~ order = 'x'",
        "n IS DISTINCT FROM 3 ~ all",
        "NOT (id > 5) ~ id <= 5",
        "NOT (id > 5 AND n < 3) ~ (id <= 5 or n >= 3)",
        "NOT (id > 5 OR n < 3) ~ (id <= 5 and n >= 3)",
        "NOT id BETWEEN 3 AND 9 ~ (id > 9 or id < 3)",
        "NOT ok OR n = 3 ~ (n = 3 or ok = false)",
        "ok IS TRUE ~ ok = true",
        "ok IS NOT TRUE ~ all",
        "(id > 5) = true ~ id > 5",
        "(id BETWEEN 5 AND 10) OR (id BETWEEN 100 AND 110) ~ ((id >= 100 and id <= 110) or (id >= 5"
            + " and id <= 10))",
        "(id = 5 AND n = 1) OR (id = 6 AND n = 2) ~ (((id = 5 and n = 1) or (id = 6 and n = 2)) and"
            + " id >= 5 and id <= 6 and n >= 1 and n <= 2)",
        "id > 5.5 ~ id > 5",
        "id < 5.5 ~ id < 6",
        "id = 5.5 ~ id in []",
        "id <> 5.5 OR n = 3 ~ all",
        "n >= 5.5 ~ n >= 6",
        "n > 10000000000 ~ n > 10000000000",
        "n::DOUBLE > -5.5 ~ n > -6",
        "id::DOUBLE > 5 AND id::DOUBLE <= 7 ~ (id > 5 and id <= 7)",
        "id::DOUBLE > 1e16 ~ all",
        "id::VARCHAR > '5' ~ all",
        "price > 1.555 ~ price > 1.55",
        "price = 1.555 ~ price in []",
        "price BETWEEN 1.1 AND 2.25 ~ (price >= 1.10 and price <= 2.25)",
        "price::DOUBLE > 1.5 ~ all",
        "price::DECIMAL(10, 1) > 1.5 ~ all",
        "price::INTEGER > 1 ~ all",
        "real > 'inf'::DOUBLE ~ all",
        "real::FLOAT > 1.5 ~ all",
        "single::DOUBLE > 1.1 ~ single > 1.1",
        "real < 0.5 OR real > 1.5 ~ (real > 1.5 or real < 0.5)",
        "clock BETWEEN '10:00' AND '11:00:00.0005' ~ (clock >= 36000000 and clock < 39600001)",
        "clock = '24:00:00' ~ clock = 86400000",
        "position.place.name LIKE 'a%' OR position.lat = 1 ~ ((position.place.name >= 'a' and"
            + " position.place.name < 'b') or position.lat = 1.0)",
        "position.place.name IS NULL ~ position.place.name is null",
        "struct_extract(position, 'lat') > 3 ~ position.lat > 3.0",
        "random() > 0.5 AND n = 3 ~ n = 3",
        "random() > 0.5 OR n = 3 ~ all",
        "CASE WHEN n > 3 THEN true ELSE ok END ~ all",
        "TRY_CAST(\"order\" AS INTEGER) = 3 ~ all",
      })
  void readsPredicates(String condition, String expected) {
    List<TableScan> scans =
        lake().scans(ENGINE, "SELECT count(*) FROM t WHERE " + condition.replace("\\n", "\n"));

    assertThat(text(scan(scans, "t").predicate())).isEqualTo(expected.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT count(*) FROM (SELECT day AS n, n AS id FROM t) WHERE n::TIMESTAMP > '2026-01-02' ~"
            + " day > 2026-01-02",
        "SELECT count(*) FROM (SELECT day::TIMESTAMPTZ AS time FROM t) WHERE time::DATE ="
            + " '2026-01-02' ~ all",
        "WITH c(n, id) AS (SELECT id, n FROM t) SELECT count(*) FROM c WHERE id = 5 OR n = 7 ~ (id"
            + " = 7 or n = 5)",
        "SELECT count(*) FROM t x(a, b, c) WHERE b = 5 OR c = 7 ~ (id = 5 or n = 7)",
        "SELECT id AS n, n AS id FROM t WHERE t.id = 5 OR t.n = 7 ~ (id = 5 or n = 7)",
        "SELECT count(*) FROM (SELECT * REPLACE (n AS id) FROM t) WHERE id = 5 OR real = 7 ~ (n = 5"
            + " or real = 7.0)",
        "SELECT count(*) FROM (SELECT position.lat AS id, n FROM t) WHERE id = 5 OR n = 7 ~ (n = 7"
            + " or position.lat = 5.0)",
        "SELECT count(*) FROM (SELECT unnest({'n': id, 'id': n}) FROM t) WHERE n = 5 OR id = 7 ~"
            + " (id = 5 or n = 7)",
        "SELECT count(*) FROM (SELECT n + 1 AS id FROM t) WHERE id = 5 OR id IS NULL ~ all",
        "SELECT count(*) FROM (SELECT id, count(*) AS n FROM t GROUP BY 1) WHERE n = 5 OR id = 7 ~"
            + " all",
        "SELECT count(*) FROM (SELECT id, row_number() OVER () AS n FROM t) WHERE n = 5 ~ all",
        "SELECT n FROM t GROUP BY n HAVING sum(n) > 5 OR n = 3 ~ all",
        "SELECT count(*) FROM (SELECT * FROM t LIMIT 5) WHERE id = 5 OR n = 7 ~ all",
        "SELECT count(*) FROM t LEFT JOIN u USING (id) WHERE (t.n = 3 OR t.real = 1) AND u.n = 5 ~"
            + " (n = 3 or real = 1.0)",
        "SELECT count(*) FROM u LEFT JOIN t USING (id) WHERE t.n = 3 OR t.id IS NULL ~ all",
        "SELECT count(*) FROM u LEFT JOIN t ON t.id = u.id AND (t.n = 3 OR t.real = 1) ~ (n = 3 or"
            + " real = 1.0)",
        "SELECT count(*) FROM t x JOIN t y USING (id) WHERE x.time::DATE = '2026-01-02' AND y.n = 3"
            + " ~ ((time >= 2026-01-02T00:00:00Z and time < 2026-01-03T00:00:00Z) or n = 3)",
        "SELECT id, (SELECT count(*) FROM u WHERE u.id = t.id) FROM t WHERE time::DATE ="
            + " '2026-01-02' OR n = 3 ~ all",
        "SELECT * FROM t WHERE time::DATE = '2026-01-02' ORDER BY n LIMIT 3 ~ (time >="
            + " 2026-01-02T00:00:00Z and time < 2026-01-03T00:00:00Z)",
      })
  void readsPredicatesOfTheColumnsThatAreMeant(String sql, String expected) {
    assertThat(text(scan(lake().scans(ENGINE, sql), "t").predicate())).isEqualTo(expected);
  }

  @Test
  void tellsColumnsFromKeywords() {
    Lake lake =
        lake()
            .define(
                "words",
                "{\"name\":\"AND\",\"type\":\"long\"},{\"name\":\"IS\",\"type\":\"long\"},"
                    + "{\"name\":\"n\",\"type\":\"long\"}");

    TableScan scan =
        scan(
            lake.scans(
                ENGINE,
                "SELECT 1 FROM words WHERE \"AND\" = 3 AND n BETWEEN 4 AND 5 AND \"IS\" IS NULL"),
            "words");

    assertThat(scan.columns()).containsExactlyInAnyOrder("AND", "IS", "n");
    assertThat(text(scan.predicate())).isEqualTo("(AND = 3 and IS is null and n >= 4 and n <= 5)");
  }

  @Test
  void joinsTheScansOfOneTableByOr() {
    List<TableScan> scans =
        lake()
            .scans(
                ENGINE,
                "SELECT sum(id) FROM t WHERE id > 5 UNION ALL SELECT sum(n) FROM t WHERE n = 3");

    assertThat(scans).hasSize(1);
    assertThat(scans.getFirst().columns()).containsExactlyInAnyOrder("id", "n");
    assertThat(text(scans.getFirst().predicate())).isIn("(id > 5 or n = 3)", "(n = 3 or id > 5)");
  }

  @Test
  void prunesNothingWhereOneScanOfTheTableReadsAll() {
    List<TableScan> scans =
        lake().scans(ENGINE, "SELECT sum(id) FROM t WHERE id > 5 UNION ALL SELECT sum(n) FROM t");

    assertThat(scan(scans, "t").predicate()).isEqualTo(Predicate.ALWAYS);
  }

  @Test
  void carriesAConditionThroughAJoin() {
    List<TableScan> scans =
        lake().scans(ENGINE, "SELECT count(*) FROM t JOIN u USING (id) WHERE t.id = 7");

    assertThat(text(scan(scans, "t").predicate())).isEqualTo("id = 7");
    assertThat(text(scan(scans, "u").predicate())).isEqualTo("id = 7");
  }
}
