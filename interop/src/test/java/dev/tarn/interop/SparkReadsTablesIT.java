package dev.tarn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spark gives the same rows and sums as went in, and as Tarn gives: for all types, after appends,
/// a checkpoint, and a change of schema.
class SparkReadsTablesIT {
  private static final int ROWS = 10;
  private static final int BEFORE = 52;
  private static final int AFTER = 4;
  private static final long ALL = (long) (BEFORE + AFTER) * ROWS;
  private static final long CHANGED = (long) BEFORE * ROWS;

  private static final String WHERE = "WHERE";

  @TempDir Path lake;
  @TempDir Path scratch;

  @Test
  void rowsAndSumsAreTheSame() throws IOException, InterruptedException {
    Map<String, String> expected = expected();
    try (TarnProcess tarn = TarnProcess.start(lake)) {
      assertThat(tarn.put("/v1/datasets/everything", definition(false)).statusCode())
          .isEqualTo(201);
      for (int batch = 0; batch < BEFORE; batch++) {
        append(tarn, batch, "");
      }
      HttpResponse<String> evolved = tarn.put("/v1/datasets/everything", definition(true));
      assertThat(evolved.statusCode()).as(evolved.body()).isEqualTo(200);
      for (int batch = BEFORE; batch < BEFORE + AFTER; batch++) {
        append(tarn, batch, ", \"added\": \"x\", \"defaulted\": 6");
      }
      assertThat(tarnAnswers(tarn, expected)).isEqualTo(expected);
    }
    assertThat(
            Files.exists(
                lake.resolve(
                    "tables/everything/_delta_log/00000000000000000050.checkpoint.parquet")))
        .isTrue();

    try (SparkLake spark = new SparkLake(lake, scratch)) {
      spark.open("everything");
      expected.putAll(expectedOfSparkAlone());
      assertThat(sparkAnswers(spark, expected)).isEqualTo(expected);
      Row detail =
          spark
              .query("DESCRIBE DETAIL delta.`" + lake.resolve("tables/everything") + "`")
              .getFirst();
      assertThat(detail.<Integer>getAs("minReaderVersion")).isEqualTo(1);
      assertThat(detail.<Integer>getAs("minWriterVersion")).isEqualTo(2);
    }
  }

  private static Map<String, String> tarnAnswers(TarnProcess tarn, Map<String, String> asked)
      throws IOException, InterruptedException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String sql : statements(asked)) {
      HttpResponse<String> answer = tarn.query(sql);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      for (String expression : asked.keySet()) {
        Matcher value =
            Pattern.compile("\"" + name(asked, expression) + "\":\\s*\"([^\"]*)\"")
                .matcher(answer.body());
        if (value.find()) {
          answers.put(expression, value.group(1));
        }
      }
    }
    return answers;
  }

  private static Map<String, String> sparkAnswers(SparkLake spark, Map<String, String> asked) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String sql : statements(asked)) {
      Row row = spark.query(sql).getFirst();
      List<String> columns = List.of(row.schema().fieldNames());
      for (String expression : asked.keySet()) {
        if (columns.contains(name(asked, expression))) {
          answers.put(expression, row.getAs(name(asked, expression)));
        }
      }
    }
    return answers;
  }

  private static String name(Map<String, String> asked, String expression) {
    return "a" + List.copyOf(asked.keySet()).indexOf(expression);
  }

  /// One statement for all expressions over the whole table, and one for each condition.
  private static List<String> statements(Map<String, String> asked) {
    List<String> statements = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    for (String expression : asked.keySet()) {
      if (expression.startsWith(WHERE)) {
        statements.add(
            "SELECT CAST(COUNT(*) AS STRING) AS "
                + name(asked, expression)
                + " FROM everything "
                + expression);
      } else {
        whole.add("CAST(" + expression + " AS STRING) AS " + name(asked, expression));
      }
    }
    statements.add("SELECT " + String.join(", ", whole) + " FROM everything");
    return statements;
  }

  /// Answers by expression, worked out from what was sent.
  private static Map<String, String> expected() {
    long sum = LongStream.range(0, ALL).sum();
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("COUNT(*)", "" + ALL);
    answers.put("COUNT(DISTINCT event_date)", "3");
    answers.put("SUM(int_to_long)", "" + sum);
    answers.put("SUM(int_to_double)", sum + ".0");
    answers.put("SUM(float_to_double)", (ALL / 4.0) + "");
    answers.put("SUM(big)", "" + (sum + ALL * (1L << 33)));
    answers.put("COUNT(optional)", "" + ALL / 2);
    answers.put(
        "SUM(optional)", LongStream.range(0, ALL).filter(i -> i % 2 == 0).sum() + ALL / 4.0 + "");
    answers.put("SUM(CASE WHEN flag THEN 1 ELSE 0 END)", "" + ALL / 2);
    answers.put(
        "SUM(LENGTH(text))",
        ""
            + LongStream.range(0, ALL)
                .mapToObj(Long::toString)
                .mapToLong(s -> s.length() + 1)
                .sum());
    answers.put("COUNT(DISTINCT id)", "" + ALL);
    answers.put("SUM(CASE WHEN choice = 'B' THEN 1 ELSE 0 END)", "" + ALL / 2);
    answers.put("SUM(OCTET_LENGTH(bytes_value))", "" + 3 * ALL);
    answers.put("SUM(OCTET_LENGTH(fixed_value))", "" + 4 * ALL);
    answers.put("SUM(price)", sum + ALL / 8 + ".000");
    answers.put(
        "SUM(fixed_price)",
        new BigDecimal("12.34").multiply(BigDecimal.valueOf(ALL)).toPlainString());
    answers.put("MIN(day)", "2026-01-01");
    answers.put("MAX(day)", "2026-01-10");
    answers.put("SUM(place.lat)", (ALL / 4.0) + "");
    answers.put("COUNT(place.note)", "0");
    answers.put("COUNT(added)", "" + (ALL - CHANGED));
    answers.put("SUM(COALESCE(defaulted, 5))", "" + (6 * ALL - CHANGED));
    answers.put(WHERE + " event_time >= TIMESTAMP '2026-03-02 00:00:00'", "" + rowsOfDays(1, 2));
    answers.put(WHERE + " int_to_long >= 500", "" + (ALL - 500));
    answers.put(WHERE + " int_to_double < 15", "15");
    answers.put(WHERE + " float_to_double = 0.25", "" + ALL);
    answers.put(WHERE + " float_to_double > 0.25", "0");
    answers.put(WHERE + " text = 's77'", "1");
    answers.put(WHERE + " price > 550", "" + (ALL - 550));
    answers.put(WHERE + " event_date = DATE '2026-03-03'", "" + rowsOfDays(2, 2));
    return answers;
  }

  /// Answers that Tarn gives in other types than Spark, which reads times of day as plain integers.
  private static Map<String, String> expectedOfSparkAlone() {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("SUM(millis_of_day)", "" + 36_000_500L * ALL);
    answers.put("SUM(micros_of_day)", "" + 36_000_500_000L * ALL);
    answers.put("MIN(event_time)", "2026-03-01 00:00:00.123456");
    answers.put("MAX(millis_time)", "2026-01-01 00:00:00.001");
    answers.put("COUNT(millis_time)", "" + ALL / 2);
    answers.put("SUM(SIZE(list))", "" + 3 * ALL);
    answers.put("SUM(list[0])", "" + ALL);
    answers.put("COUNT(list[1])", "0");
    answers.put("SUM(attributes['a'])", ALL * 1.5 + "");
    answers.put("SUM(points[0].x)", "" + LongStream.range(0, ALL).sum());
    return answers;
  }

  /// How many rows are of the days from `first` to `last` after 1 March; a batch is of one.
  private static long rowsOfDays(int first, int last) {
    return IntStream.range(0, BEFORE + AFTER)
            .filter(batch -> batch % 3 >= first && batch % 3 <= last)
            .count()
        * ROWS;
  }

  private static void append(TarnProcess tarn, int batch, String more)
      throws IOException, InterruptedException {
    String lines =
        IntStream.range(batch * ROWS, (batch + 1) * ROWS)
            .mapToObj(i -> record(i, more))
            .collect(Collectors.joining());
    HttpResponse<String> answer = tarn.records("everything", Optional.empty(), lines);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static String record(int i, String more) {
    return """
    {"event_time": "2026-03-0%dT00:00:00.123456Z", "millis_time": %s, "flag": %b, \
    "int_to_long": %d, "int_to_double": %d, "float_to_double": 0.25, "big": %d, "optional": %s, \
    "text": "s%d", "id": "123e4567-e89b-12d3-a456-%012d", "choice": "%s", \
    "bytes_value": "AQID", "fixed_value": "AQIDBA==", "price": "%d.125", "fixed_price": "12.34", \
    "day": "2026-01-%02d", "millis_of_day": "10:00:00.5", "micros_of_day": "10:00:00.5", \
    "list": [1, null, %d], "attributes": {"a": 1.5, "b": null}, "points": [{"x": %d}], \
    "place": {"lat": 0.25, "note": null}, "nothing": null%s}
    """
        .formatted(
            1 + i / ROWS % 3,
            i % 2 == 0 ? "null" : "\"2026-01-01T00:00:00.001Z\"",
            i % 2 == 0,
            i,
            i,
            (1L << 33) + i,
            i % 2 == 0 ? i + ".5" : "null",
            i,
            i,
            i % 2 == 0 ? "A" : "B",
            i,
            1 + i % 10,
            i,
            i,
            more);
  }

  private static String definition(boolean changed) {
    return """
    {"eventTime": "event_time", "clusterBy": ["text"], "schema":
     {"type": "record", "name": "Everything", "fields": [
      {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
      {"name": "millis_time", "default": null,
       "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
      {"name": "flag", "type": "boolean"},
      {"name": "int_to_long", "type": "%1$s"},
      {"name": "int_to_double", "type": "%2$s"},
      {"name": "float_to_double", "type": "%3$s"},
      {"name": "big", "type": "long"},
      {"name": "optional", "type": ["null", "double"], "default": null},
      {"name": "text", "type": "string"},
      {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
      {"name": "choice", "type": {"type": "enum", "name": "Choice", "symbols": ["A", "B"%4$s]}},
      {"name": "bytes_value", "type": "bytes"},
      {"name": "fixed_value", "type": {"type": "fixed", "name": "Four", "size": 4}},
      {"name": "price", "type":
       {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 3}},
      {"name": "fixed_price", "type":
       {"type": "fixed", "name": "Price", "size": 6,
        "logicalType": "decimal", "precision": 12, "scale": 2}},
      {"name": "day", "type": {"type": "int", "logicalType": "date"}},
      {"name": "millis_of_day", "type": {"type": "int", "logicalType": "time-millis"}},
      {"name": "micros_of_day", "type": {"type": "long", "logicalType": "time-micros"}},
      {"name": "list", "type": {"type": "array", "items": ["null", "%1$s"]}},
      {"name": "attributes", "type": {"type": "map", "values": ["null", "double"]}},
      {"name": "points", "type": {"type": "array", "items":
       {"type": "record", "name": "Point", "fields": [{"name": "x", "type": "%1$s"}]}}},
      {"name": "place", "type": {"type": "record", "name": "Place", "fields": [
       {"name": "lat", "type": "%3$s"}, {"name": "note", "type": ["null", "string"]}]}},
      {"name": "nothing", "type": "null"}%5$s]}}
    """
        .formatted(
            changed ? "long" : "int",
            changed ? "double" : "int",
            changed ? "double" : "float",
            changed ? ", \"C\"" : "",
            changed
                ? """
                , {"name": "added", "type": ["null", "string"], "default": null},
                {"name": "defaulted", "type": "int", "default": 5}
                """
                : "");
  }
}
