package dev.tarn.query;

import static dev.tarn.query.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreUsage;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultWriterTest {
  private static final String STATISTICS =
      "{\"version\":{\"a\":1,\"b\":12},\"filesTotal\":9,\"filesScanned\":2,\"rowGroupsScanned\":3,"
          + "\"bytesTotal\":900,\"bytesFetched\":200,\"requests\":5,\"listRequests\":1,\"rows\":%d,\"elapsedMs\":40,"
          + "\"planMs\":10,\"fetchMs\":20,\"executeMs\":10,\"costUsd\":0.0000012,"
          + "\"engine\":\"duckdb\"}";

  private static QueryLimits limits(long rows, long bytes) {
    return new QueryLimits(Duration.ofSeconds(1), 1, 1, 1, 1, rows, bytes);
  }

  private static QueryStatistics statistics(long rows) {
    return new QueryStatistics(
        Map.of("b", 12L, "a", 1L),
        9,
        2,
        3,
        900,
        200,
        new StoreUsage(4, 0, 1, 0, 0, 0, 1_000, 0),
        rows,
        40,
        10,
        20,
        10,
        new BigDecimal("1.2E-6"),
        "duckdb",
        false);
  }

  private static String write(ResultWriter writer, Rows rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueryStatistics statistics =
        writer.write(rows, limits(1000, 10_000), ResultWriterTest::statistics, out);
    assertThat(statistics.engine()).isEqualTo("duckdb");
    return out.toString(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> values() {
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("b", 1L);
    struct.put("a", List.of(Instant.parse("2026-01-01T00:00:00Z")));
    return Stream.of(
        value(null, "null"),
        value(true, "true"),
        value(9007199254740992L, "9007199254740992"),
        value(-9007199254740992L, "-9007199254740992"),
        value(9007199254740993L, "\"9007199254740993\""),
        value(-9007199254740993L, "\"-9007199254740993\""),
        value(Long.MIN_VALUE, "\"-9223372036854775808\""),
        value(BigInteger.TEN, "10"),
        value(BigInteger.TEN.pow(30), "\"1" + "0".repeat(30) + "\""),
        value(1.5, "1.5"),
        value(-0.0, "-0.0"),
        value(1e300, "1.0E300"),
        value(Double.NaN, "\"NaN\""),
        value(Double.POSITIVE_INFINITY, "\"Infinity\""),
        value(Double.NEGATIVE_INFINITY, "\"-Infinity\""),
        value(new BigDecimal("0.10"), "0.10"),
        value(new BigDecimal("123456789012345.6"), "123456789012345.6"),
        value(new BigDecimal("12345678901234567.8"), "\"12345678901234567.8\""),
        value(new BigDecimal("0.12345678901234567891"), "\"0.12345678901234567891\""),
        value("é\"\n\u0000\ud83d\ude00", "\"é\\\"\\n\\u0000\ud83d\ude00\""),
        value(new byte[] {0, -1, 16}, "\"AP8Q\""),
        value(Instant.parse("2026-02-03T04:05:06.123456Z"), "\"2026-02-03T04:05:06.123456Z\""),
        value(Instant.parse("2026-02-03T04:05:00Z"), "\"2026-02-03T04:05:00Z\""),
        value(LocalDateTime.parse("2026-02-03T04:05"), "\"2026-02-03T04:05:00\""),
        value(LocalDate.parse("2026-02-03"), "\"2026-02-03\""),
        value(LocalTime.parse("04:05"), "\"04:05:00\""),
        value(Arrays.asList(1L, null, List.of("x")), "[1,null,[\"x\"]]"),
        value(struct, "{\"b\":1,\"a\":[\"2026-01-01T00:00:00Z\"]}"));
  }

  private static Arguments value(@Nullable Object value, String json) {
    return Arguments.of(value, json);
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesAreJsonThatEveryReaderTakesForTheSame(@Nullable Object value, String json) {
    assertThat(write(new NdjsonResultWriter(), Rows.of(List.of("x"), List.of(row(value)))))
        .isEqualTo("{\"x\":" + json + "}\n");
    assertThat(write(new JsonResultWriter(), Rows.of(List.of("x"), List.of(row(value)))))
        .contains("\"rows\":[[" + json + "]]");
  }

  @Test
  void jsonHasColumnsRowsAndStatistics() {
    Rows rows = Rows.of(List.of("a", "a"), List.of(row(1L, 2L), row("x", null)));

    assertThat(write(new JsonResultWriter(), rows))
        .isEqualTo(
            "{\"columns\":[{\"name\":\"a\",\"type\":\"VARCHAR\"},{\"name\":\"a\",\"type\":\"VARCHAR\"}],"
                + "\"rows\":[[1,2],[\"x\",null]],\"stats\":"
                + STATISTICS.formatted(2)
                + "}");
  }

  @Test
  void ndjsonTellsColumnsOfTheSameNameApart() {
    Rows rows = Rows.of(List.of("a", "a", "a_1", "a", "A"), List.of(row(1L, 2L, 3L, 4L, 5L)));

    assertThat(write(new NdjsonResultWriter(), rows))
        .isEqualTo("{\"a\":1,\"a_2\":2,\"a_1\":3,\"a_3\":4,\"A\":5}\n");
  }

  @Test
  void anEmptyResultIsWhole() {
    Rows rows = Rows.of(List.of("a"), List.of());

    assertThat(write(new NdjsonResultWriter(), rows)).isEmpty();
    assertThat(write(new JsonResultWriter(), rows)).contains("\"rows\":[],\"stats\":{");
  }

  @Test
  void statisticsAreOneLineForAHeader() {
    assertThat(statistics(7).json()).isEqualTo(STATISTICS.formatted(7));
  }

  static Stream<ResultWriter> writers() {
    return Stream.of(new JsonResultWriter(), new NdjsonResultWriter());
  }

  @ParameterizedTest
  @MethodSource("writers")
  void refusesTooManyRows(ResultWriter writer) {
    Rows enough = Rows.of(List.of("a"), List.of(row(1L), row(2L)));
    Rows tooMany = Rows.of(List.of("a"), List.of(row(1L), row(2L), row(3L)));
    QueryLimits two = limits(2, 10_000);
    writer.write(enough, two, ResultWriterTest::statistics, new ByteArrayOutputStream());

    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                writer.write(
                    tooMany, two, ResultWriterTest::statistics, new ByteArrayOutputStream()));

    assertThat(thrown.problem())
        .isEqualTo(
            new Problem.ResultTooLarge(
                "the result has more than 2 rows; aggregate, filter or LIMIT them"));
  }

  @ParameterizedTest
  @MethodSource("writers")
  void writesNoMoreThanTheBytesAllowed(ResultWriter writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<List<@Nullable Object>> values =
        Stream.generate(() -> row("x".repeat(1000))).limit(100).toList();

    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                writer.write(
                    Rows.of(List.of("a"), values),
                    limits(1000, 50_000),
                    ResultWriterTest::statistics,
                    out));

    assertThat(thrown.problem()).isInstanceOf(Problem.ResultTooLarge.class);
    assertThat(out.size()).isLessThanOrEqualTo(50_000);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void allowsAResultOfExactlyTheLimit(ResultWriter writer) {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    List<List<@Nullable Object>> values = List.of(row("x".repeat(20_000)));
    writer.write(
        Rows.of(List.of("a"), values), limits(1, 100_000), ResultWriterTest::statistics, first);
    QueryLimits exact = limits(1, first.size());
    QueryLimits less = limits(1, first.size() - 1);

    writer.write(
        Rows.of(List.of("a"), values),
        exact,
        ResultWriterTest::statistics,
        new ByteArrayOutputStream());
    assertThat(
            catchThrowableOfType(
                ProblemException.class,
                () ->
                    writer.write(
                        Rows.of(List.of("a"), values),
                        less,
                        ResultWriterTest::statistics,
                        new ByteArrayOutputStream())))
        .isNotNull();
  }
}
