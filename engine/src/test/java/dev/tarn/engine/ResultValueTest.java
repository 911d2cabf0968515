package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultValueTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();

  @TempDir Path directory;

  static Stream<Arguments> values() {
    return Stream.of(
        of("NULL", "NULL", null),
        of("true", "BOOLEAN", true),
        of("1::TINYINT", "TINYINT", 1L),
        of("255::UTINYINT", "UTINYINT", 255L),
        of("-1::SMALLINT", "SMALLINT", -1L),
        of("65535::USMALLINT", "USMALLINT", 65535L),
        of("1", "INTEGER", 1L),
        of("4294967295::UINTEGER", "UINTEGER", 4294967295L),
        of("9223372036854775807", "BIGINT", Long.MAX_VALUE),
        of("18446744073709551615::UBIGINT", "UBIGINT", new BigInteger("18446744073709551615")),
        of("sum(1::BIGINT)", "HUGEINT", BigInteger.ONE),
        of("1::UHUGEINT", "UHUGEINT", BigInteger.ONE),
        of("1.5::FLOAT", "FLOAT", 1.5),
        of("'nan'::FLOAT", "FLOAT", Double.NaN),
        of("'-inf'::DOUBLE", "DOUBLE", Double.NEGATIVE_INFINITY),
        of("1e300", "DOUBLE", 1e300),
        of("1.50", "DECIMAL(3,2)", new BigDecimal("1.50")),
        of("'é'", "VARCHAR", "é"),
        of("chr(0) || 'a'", "VARCHAR", "\0a"),
        of("'\\x00\\xFF'::BLOB", "BLOB", new byte[] {0, -1}),
        of("DATE '2026-02-03'", "DATE", LocalDate.parse("2026-02-03")),
        of("'infinity'::DATE", "DATE", "infinity"),
        of("TIME '01:02:03.456789'", "TIME", LocalTime.parse("01:02:03.456789")),
        of("'01:02:03+02'::TIMETZ", "TIME WITH TIME ZONE", "01:02:03+02:00"),
        of(
            "TIMESTAMP '2026-02-03 04:05:06.789'",
            "TIMESTAMP",
            LocalDateTime.parse("2026-02-03T04:05:06.789")),
        of("'-infinity'::TIMESTAMP", "TIMESTAMP", "-infinity"),
        of(
            "TIMESTAMP_NS '2026-02-03 04:05:06.123456789'",
            "TIMESTAMP_NS",
            LocalDateTime.parse("2026-02-03T04:05:06.123456789")),
        of(
            "TIMESTAMPTZ '2026-02-03 04:05:06.789+02'",
            "TIMESTAMP WITH TIME ZONE",
            Instant.parse("2026-02-03T02:05:06.789Z")),
        of("'infinity'::TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "infinity"),
        of("'-infinity'::TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "-infinity"),
        of("INTERVAL '1 month 2 days 3 seconds'", "INTERVAL", "1 month 2 days 00:00:03"),
        of(
            "'A0000000-0000-0000-0000-00000000000b'::UUID",
            "UUID",
            "a0000000-0000-0000-0000-00000000000b"),
        of("'101'::BIT", "BIT", "101"),
        of("'b'::ENUM ('a', 'b')", "ENUM", "b"),
        of("'{\"a\": [1]}'::JSON", "JSON", "{\"a\": [1]}"),
        of("[1, NULL, 3]", "INTEGER[]", Arrays.asList(1L, null, 3L)),
        of("[1, 2]::INTEGER[2]", "INTEGER[2]", List.of(1L, 2L)),
        of("[[DATE '2026-01-01']]", "DATE[][]", List.of(List.of(LocalDate.parse("2026-01-01")))),
        of(
            "{'b': 1, 'a': {'t': TIMESTAMPTZ '2026-01-01 00:00:00+00'}}",
            "STRUCT(b INTEGER, a STRUCT(t TIMESTAMP WITH TIME ZONE))",
            Map.of("b", 1L, "a", Map.of("t", Instant.parse("2026-01-01T00:00:00Z")))),
        of("ROW(1, 'x')", "TUPLE(INTEGER, VARCHAR)", List.of(1L, "x")),
        of("MAP {'k': 1.5}", "MAP(VARCHAR, DECIMAL(2,1))", Map.of("k", new BigDecimal("1.5"))),
        of("MAP {7: [true]}", "MAP(INTEGER, BOOLEAN[])", Map.of("7", List.of(true))),
        of("union_value(k := 1)", "UNION(k INTEGER)", 1L));
  }

  private static Arguments of(String sql, String type, @Nullable Object value) {
    return Arguments.of(sql, type, value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void readsEveryType(String expression, String type, @Nullable Object value) {
    Lake.Answer answer = new Lake(directory).query(ENGINE, "SELECT " + expression + " AS x");

    assertThat(answer.names()).containsExactly("x");
    assertThat(answer.types()).containsExactly(type);
    assertThat(answer.value()).isEqualTo(value);
  }

  @Test
  void keepsTheOrderOfFields() {
    Lake.Answer answer =
        new Lake(directory)
            .query(ENGINE, "SELECT {'b': 1, 'a': 2, 'C c': 3}, MAP {'z': 1, 'y': 2}");

    assertThat(((Map<?, ?>) answer.row().getFirst()).keySet().toString()).isEqualTo("[b, a, C c]");
    assertThat(((Map<?, ?>) answer.row().getLast()).keySet().toString()).isEqualTo("[z, y]");
  }

  @Test
  void answersManyRowsInTheirOrder() {
    Lake.Answer answer =
        new Lake(directory).query(ENGINE, "SELECT range, 'r' || range FROM range(5000)");

    assertThat(answer.rows()).hasSize(5000);
    assertThat(answer.rows().get(4999)).containsExactly(4999L, "r4999");
  }
}
