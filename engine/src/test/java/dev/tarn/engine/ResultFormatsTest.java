package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.parquet.ParquetResultWriter;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.CsvResultWriter;
import dev.tarn.query.JsonResultWriter;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.arrow.ArrowResultWriter;
import dev.tarn.store.StoreUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Results in each format, read back by a reader that is not Tarn's and held against what JSON says
/// (Arrow, CSV) and what DuckDB itself computes (Parquet).
class ResultFormatsTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();
  private static final JsonMapper JSON = new JsonMapper();

  /// A value of every type that a result can have.
  private static final List<String> VALUES =
      List.of(
          "true",
          "(-128)::TINYINT",
          "255::UTINYINT",
          "(-32768)::SMALLINT",
          "65535::USMALLINT",
          "-2147483648",
          "4294967295::UINTEGER",
          "(-9223372036854775808)::BIGINT",
          "9007199254740993::BIGINT",
          "18446744073709551615::UBIGINT",
          "99999999999999999999999999999999999999::HUGEINT",
          "(-99999999999999999999999999999999999999)::HUGEINT",
          "7::UHUGEINT",
          "0.1::FLOAT",
          "'nan'::FLOAT",
          "'-inf'::DOUBLE",
          "'nan'::DOUBLE",
          "-0.0::DOUBLE",
          "1e300",
          "1.50",
          "-12345678901234567890.123456789",
          "'é,\"quoted\" \r\n漢字 🌍'",
          "''",
          "' '",
          "chr(0) || 'a'",
          "'\\x00\\xFF'::BLOB",
          "''::BLOB",
          "DATE '2026-02-03'",
          "DATE '0001-01-01'",
          "TIME '01:02:03.456789'",
          "TIME '00:00:00'",
          "'01:02:03+02'::TIMETZ",
          "TIMESTAMP '2026-02-03 04:05:06.789'",
          "TIMESTAMP_S '2026-02-03 04:05:06'",
          "TIMESTAMP_MS '1969-02-03 04:05:06.123'",
          "TIMESTAMP_NS '2026-02-03 04:05:06.123456789'",
          "TIMESTAMPTZ '1883-02-03 04:05:06.789001+02'",
          "INTERVAL '1 month 2 days 3 seconds'",
          "'a0000000-0000-0000-0000-00000000000b'::UUID",
          "'101'::BIT",
          "'b'::ENUM ('a', 'b')",
          "['b'::ENUM ('a', 'b'), NULL]",
          "'{\"a\": [1]}'::JSON",
          "[1, NULL, 3]",
          "[]::BIGINT[]",
          "[1, 2]::INTEGER[2]",
          "[[DATE '2026-01-01', NULL], NULL, []]",
          "{'b': 1, 'a': {'t': TIMESTAMPTZ '2026-01-01 00:00:00+00', 'n': NULL::INTEGER}}",
          "[{'x': 1.5::FLOAT, 'l': ['p', NULL]}, NULL]",
          "ROW(1, 'x')",
          "MAP {'k': 1.5, 'l': NULL}",
          "MAP {7: [true]}",
          "MAP {}::MAP(VARCHAR, INTEGER)",
          "union_value(k := 1)");

  @TempDir Path directory;

  @Test
  void parquetHoldsWhatDuckDbComputes() throws IOException, SQLException {
    Path file = write(new ParquetResultWriter(), everything(VALUES), "result.parquet");

    List<List<String>> read = texts("SELECT * FROM read_parquet('" + file + "')");

    assertThat(read)
        .isEqualTo(texts(everything(VALUES.stream().map(ResultFormatsTest::inParquet).toList())));
  }

  /// What has no type of its own in Parquet is its text, or its JSON.
  private static String inParquet(String value) {
    return switch (value) {
      case "ROW(1, 'x')" -> "'[1,\"x\"]'";
      case "'01:02:03+02'::TIMETZ" -> "'01:02:03+02:00'";
      default -> value;
    };
  }

  @Test
  void arrowHoldsWhatJsonDoes() throws IOException {
    String sql = everything(VALUES);
    JsonNode json = json(sql);

    List<? extends JsonNode> rows = ArrowBack.read(bytes(new ArrowResultWriter(), sql)).rows();

    assertThat(rows).hasSize(json.size());
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < VALUES.size(); column++) {
        JsonNode actual = rows.get(row).get(column);
        JsonNode expected = inArrow(VALUES.get(column), json.get(row).get(column));
        assertThat(same(actual, expected))
            .as("%s is %s, not %s", VALUES.get(column), actual, expected)
            .isTrue();
      }
    }
  }

  private static JsonNode inArrow(String value, JsonNode json) {
    boolean text = value.startsWith("ROW") || value.startsWith("union_value");
    return text && !json.isNull() ? JSON.getNodeFactory().textNode(json.toString()) : json;
  }

  @Test
  void csvHoldsWhatJsonDoes() throws IOException, SQLException {
    String sql = everything(VALUES);
    JsonNode json = json(sql);
    Path file = write(new CsvResultWriter(), sql, "result.csv");

    List<List<String>> read =
        texts(
            "SELECT * FROM read_csv('"
                + file
                + "', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
                + " allow_quoted_nulls = false)");

    assertThat(read).hasSize(json.size());
    for (int row = 0; row < read.size(); row++) {
      for (int column = 0; column < VALUES.size(); column++) {
        String actual = read.get(row).get(column);
        JsonNode expected = json.get(row).get(column);
        assertThat(isText(actual, expected))
            .as("%s is %s, not %s", VALUES.get(column), actual, expected)
            .isTrue();
      }
    }
  }

  private static boolean isText(@Nullable String text, JsonNode value) throws IOException {
    if (text == null || value.isNull()) {
      return text == null && value.isNull();
    }
    if (value.isContainerNode()) {
      return same(JSON.readTree(text), value);
    }
    return value.isNumber()
        ? new BigDecimal(text).compareTo(value.decimalValue()) == 0
        : text.equals(value.asText());
  }

  @Test
  void csvIsAsItsStandardHasIt() {
    String sql =
        "SELECT 1 AS a, NULL AS \"b,c\", '' AS a, 'x\"y' AS d UNION ALL SELECT 2, 'n', NULL, '\n'";

    assertThat(new String(bytes(new CsvResultWriter(), sql), StandardCharsets.UTF_8))
        .isEqualTo("a,\"b,c\",a_1,d\r\n1,,\"\",\"x\"\"y\"\r\n2,n,,\"\n\"\r\n");
  }

  @Test
  void columnsOfOneNameAreToldApart() throws IOException, SQLException {
    String sql = "SELECT 1 AS a, 2 AS a, 3 AS \"a_1\", count(*) FROM range(3)";

    assertThat(ArrowBack.read(bytes(new ArrowResultWriter(), sql)).names())
        .containsExactly("a", "a_2", "a_1", "count_star()");
    Path file = write(new ParquetResultWriter(), sql, "names.parquet");
    assertThat(texts("SELECT a, a_2, a_1, \"count_star()\" FROM read_parquet('" + file + "')"))
        .containsExactly(List.of("1", "2", "3", "3"));
  }

  @Test
  void columnsOfNullsAloneAreRead() throws IOException, SQLException {
    String sql = "SELECT NULL AS n, [NULL] AS l, {'a': NULL} AS s FROM range(3)";

    ArrowBack.Stream stream = ArrowBack.read(bytes(new ArrowResultWriter(), sql));
    assertThat(stream.rows().stream().map(Object::toString))
        .containsOnly("[null,[null],{\"a\":null}]")
        .hasSize(3);
    Path file = write(new ParquetResultWriter(), sql, "nulls.parquet");
    assertThat(texts("SELECT count(*), count(n) FROM read_parquet('" + file + "')"))
        .containsExactly(List.of("3", "0"));
  }

  @Test
  void manyRowsComeInSeveralBatches() throws IOException, SQLException {
    String sql =
        "SELECT i, 'text ' || i AS t, [i, i + 1] AS l, md5(i::VARCHAR) || sha256(i::VARCHAR) AS d"
            + " FROM range(150000) r(i)";

    ArrowBack.Stream stream = ArrowBack.read(bytes(new ArrowResultWriter(), sql));
    assertThat(stream.batches()).isGreaterThan(9);
    assertThat(stream.rows()).hasSize(150_000);
    for (int i = 0; i < 150_000; i += 997) {
      assertThat(stream.rows().get(i).toString())
          .startsWith("[%d,\"text %d\",[%d,%d],".formatted(i, i, i, i + 1));
    }
    Path file = write(new ParquetResultWriter(), sql, "many.parquet");
    assertThat(
            texts(
                "SELECT count(*) FROM (SELECT * FROM read_parquet('%s') EXCEPT %s)"
                    .formatted(file, sql)))
        .containsExactly(List.of("0"));
    assertThat(texts("SELECT num_rows FROM parquet_file_metadata('" + file + "')"))
        .containsExactly(List.of("150000"));
  }

  @Test
  void aResultWithoutRowsHasItsColumns() throws IOException, SQLException {
    String sql = "SELECT 1 AS a, 'b' AS b WHERE false";

    ArrowBack.Stream stream = ArrowBack.read(bytes(new ArrowResultWriter(), sql));
    assertThat(stream.types()).containsExactly("Int(32, true)", "Utf8");
    assertThat(stream.rows()).isEmpty();
    assertThat(new String(bytes(new CsvResultWriter(), sql), StandardCharsets.UTF_8))
        .isEqualTo("a,b\r\n");
    Path file = write(new ParquetResultWriter(), sql, "empty.parquet");
    assertThat(texts("SELECT count(a) FROM read_parquet('" + file + "')"))
        .containsExactly(List.of("0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'infinity'::DATE",
        "'-infinity'::TIMESTAMP",
        "'infinity'::TIMESTAMPTZ",
        "['infinity'::DATE]",
        "170141183460469231731687303715884105727::HUGEINT"
      })
  void whatTypedColumnsCannotHoldIsRefused(String value) {
    for (ResultWriter writer : List.of(new ParquetResultWriter(), new ArrowResultWriter())) {
      assertThatThrownBy(() -> bytes(writer, "SELECT " + value + " AS x"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isInstanceOfSatisfying(
                          Problem.SqlRefused.class,
                          problem -> assertThat(problem.detail()).contains("CAST it to VARCHAR")));
    }
  }

  @Test
  void noFormatWritesMoreThanItMay() {
    QueryLimits bytes = limits(1_000_000, 10_000);
    QueryLimits rows = limits(100, 1 << 20);
    String sql = "SELECT i, md5(i::VARCHAR) FROM range(20000) r(i)";

    for (ResultWriter writer :
        List.of(new ParquetResultWriter(), new ArrowResultWriter(), new CsvResultWriter())) {
      for (QueryLimits limits : List.of(bytes, rows)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> write(writer, sql, limits, out))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.problem()).isInstanceOf(Problem.ResultTooLarge.class));
        assertThat((long) out.size()).isLessThanOrEqualTo(limits.resultBytes());
      }
    }
  }

  /// The values, then as many nulls, then the values.
  private static String everything(List<String> values) {
    StringBuilder some = new StringBuilder("SELECT 0 AS i");
    StringBuilder none = new StringBuilder("SELECT 1");
    for (int i = 0; i < values.size(); i++) {
      some.append(", ").append(values.get(i)).append(" AS c").append(i);
      none.append(", NULL");
    }
    return "WITH v AS (%s) SELECT * EXCLUDE (i) FROM (FROM v UNION ALL %s UNION ALL SELECT * REPLACE (2 AS i) FROM v) ORDER BY i"
        .formatted(some, none);
  }

  private static QueryLimits limits(long rows, long bytes) {
    return new QueryLimits(
        Lake.LIMITS.time(),
        Lake.LIMITS.maxBytes(),
        Lake.LIMITS.memoryBytes(),
        Lake.LIMITS.threads(),
        Lake.LIMITS.temporaryBytes(),
        rows,
        bytes);
  }

  private JsonNode json(String sql) throws IOException {
    return JSON.readTree(bytes(new JsonResultWriter(), sql)).path("rows");
  }

  private Path write(ResultWriter writer, String sql, String name) throws IOException {
    return Files.write(directory.resolve(name), bytes(writer, sql));
  }

  private byte[] bytes(ResultWriter writer, String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(writer, sql, Lake.LIMITS, out);
    return out.toByteArray();
  }

  private void write(
      ResultWriter writer, String sql, QueryLimits limits, ByteArrayOutputStream out) {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      session.accept(sql);
      session.plan(List.of(), List.of());
      try (RowCursor rows = session.execute(List.of())) {
        writer.write(rows, limits, ResultFormatsTest::statistics, out);
      }
    }
  }

  private static QueryStatistics statistics(long rows) {
    return new QueryStatistics(
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        StoreUsage.NONE,
        rows,
        0,
        0,
        0,
        0,
        BigDecimal.ZERO,
        "duckdb",
        false);
  }

  /// Every value as DuckDB casts it to text.
  private static List<List<String>> texts(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection plain = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT COLUMNS(*)::VARCHAR FROM (" + sql + ")")) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (left, right) -> {
          if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
          }
          return left.equals(right) ? 0 : 1;
        },
        other);
  }
}
