package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.inference.Inference;
import dev.tarn.inference.Proposal;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RangedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parquet files that DuckDB writes become tables that DuckDB finds the same values in.
class DuckDbParquetTest {
  private static final ParquetInput PARQUET = new ParquetInput(ParquetInputLimits.DEFAULT);

  private static final int ROWS = 3_000;

  /// A column as DuckDB makes it of the number `i` of its row, and the field that it becomes.
  ///
  /// @param back what of the original the table's column is compared with
  private record Column(String name, String sql, String avro, String back) {
    static Column of(String name, String sql, String avro) {
      return new Column(name, sql, avro, name);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("flag", "i % 3 = 0", "'boolean'"),
          Column.of("flags", "i < 900", "'boolean'"),
          Column.of("tiny", "(i % 200 - 100)::TINYINT", "'int'"),
          Column.of("small", "(i * 3 - 9000)::SMALLINT", "'int'"),
          Column.of("whole", "(i * 100003 - 250000000)::INTEGER", "'int'"),
          Column.of("big", "(hash(i)::HUGEINT - 9223372036854775808)::BIGINT", "'long'"),
          Column.of("utiny", "(255 - i % 256)::UTINYINT", "'int'"),
          Column.of("usmall", "(65535 - i)::USMALLINT", "'int'"),
          Column.of("uwhole", "(4294967295 - i)::UINTEGER", "'long'"),
          Column.of("ubig", "(9223372036854775807 - i)::UBIGINT", "'long'"),
          new Column("ubigs", "(18446744073709551615 - i)::UBIGINT", "'double'", "ubigs::DOUBLE"),
          Column.of("widened", "i::INTEGER", "'double'"),
          Column.of("f", "(i / 7)::FLOAT", "'float'"),
          Column.of("d", "sqrt(i)", "'double'"),
          Column.of("d1", "(i / 10)::DECIMAL(4, 1)", decimal(4, 1)),
          Column.of("d2", "(i - 500)::DECIMAL(9, 2)", decimal(9, 2)),
          Column.of("d4", "(i * 1000003 - 50)::DECIMAL(18, 4)", decimal(18, 4)),
          Column.of("d38", "(-i * 1000000000000)::DECIMAL(38, 10)", decimal(38, 10)),
          Column.of("text", "'ü' || i", "'string'"),
          Column.of("same", "'v' || i % 3", "'string'"),
          Column.of("prefixed", "'https://example.org/things/' || i // 10", "'string'"),
          Column.of("blob", "('b' || i)::BLOB", "'bytes'"),
          Column.of(
              "day", "DATE '2026-01-01' + i::INTEGER", "{'type': 'int', 'logicalType': 'date'}"),
          Column.of(
              "clock",
              "TIME '00:00:00' + to_microseconds(i * 1234567)",
              "{'type': 'long', 'logicalType': 'time-micros'}"),
          new Column(
              "plain",
              "TIMESTAMP '2026-01-01 00:00:00' + to_microseconds(i * 1000001)",
              timestamp("micros"),
              "plain AT TIME ZONE 'UTC'"),
          new Column(
              "seconds",
              "(TIMESTAMP '1969-12-31 23:00:00' + to_seconds(i * 7))::TIMESTAMP_S",
              timestamp("millis"),
              "seconds::TIMESTAMP AT TIME ZONE 'UTC'"),
          new Column(
              "millis",
              "(TIMESTAMP '2026-01-01 00:00:00' + to_milliseconds(i))::TIMESTAMP_MS",
              timestamp("micros"),
              "millis::TIMESTAMP AT TIME ZONE 'UTC'"),
          new Column(
              "nanos",
              "(TIMESTAMP '2026-01-01 00:00:00' + to_microseconds(i))::TIMESTAMP_NS",
              timestamp("micros"),
              "nanos::TIMESTAMP AT TIME ZONE 'UTC'"),
          Column.of(
              "id",
              "('00000000-0000-4000-8000-' || lpad(i::VARCHAR, 12, '0'))::UUID",
              "{'type': 'string', 'logicalType': 'uuid'}"),
          new Column(
              "kind",
              "(['red', 'green'])[1 + i % 2]::ENUM('red', 'green')",
              "{'type': 'enum', 'name': 'Kind', 'symbols': ['green', 'red', 'blue']}",
              "kind::VARCHAR"),
          Column.of(
              "list",
              "CASE WHEN i % 5 = 0 THEN [] WHEN i % 5 = 1 THEN [i, NULL, i + 1] ELSE range(i % 9)"
                  + " END",
              "{'type': 'array', 'items': ['null', 'long']}"),
          Column.of(
              "lists",
              "[[i::INTEGER], [], NULL, range(i % 4)::INTEGER[]]",
              "{'type': 'array', 'items': ['null', {'type': 'array', 'items': ['null', 'int']}]}"),
          Column.of(
              "point",
              "CASE WHEN i % 4 = 0 THEN NULL ELSE {'x': i, 'y': CASE WHEN i % 3 = 0 THEN NULL ELSE 'y' || i END} END"
                  .replace("'x'", "x")
                  .replace("'y':", "y:"),
              "{'type': 'record', 'name': 'Point', 'fields': ["
                  + "{'name': 'x', 'type': ['null', 'long'], 'default': null},"
                  + "{'name': 'y', 'type': ['null', 'string'], 'default': null}]}"),
          Column.of(
              "tags",
              "MAP {'a': i, 'b' || i % 7: NULL}",
              "{'type': 'map', 'values': ['null', 'long']}"));

  @TempDir Path directory;

  private static String decimal(int precision, int scale) {
    return "{'type': 'bytes', 'logicalType': 'decimal', 'precision': %d, 'scale': %d}"
        .formatted(precision, scale);
  }

  private static String timestamp(String unit) {
    return "{'type': 'long', 'logicalType': 'timestamp-" + unit + "'}";
  }

  private static DatasetDefinition dataset() {
    return Datasets.withFields(
        COLUMNS.stream()
            .map(column ->
                "{'name': '%s', 'type': ['null', %s], 'default': null}"
                    .formatted(column.name(), column.avro()))
            .toArray(String[]::new));
  }

  private static String select(int rows, boolean nulls) {
    StringBuilder sql = new StringBuilder("SELECT i AS ignored");
    for (Column column : COLUMNS) {
      sql.append(", ")
          .append(nulls ? "CASE WHEN hash(i, '" + column.name() + "') % 4 > 0 THEN " : "")
          .append(column.sql())
          .append(nulls ? " END" : "")
          .append(" AS ")
          .append(column.name());
    }
    return sql
        + ", TIMESTAMPTZ '2026-01-01 00:00:00Z' + to_microseconds(i * 333) AS time FROM range(%d) t(i)"
            .formatted(rows);
  }

  private byte[] written(Statement statement, String select, String options)
      throws SQLException, IOException {
    Path file = directory.resolve("foreign.parquet");
    statement.execute("COPY (%s) TO '%s' (FORMAT parquet, %s)".formatted(select, file, options));
    return Files.readAllBytes(file);
  }

  private static Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CODEC uncompressed, PARQUET_VERSION v1",
        "CODEC snappy, PARQUET_VERSION v1",
        "CODEC snappy, PARQUET_VERSION v2",
        "CODEC uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1",
        "CODEC gzip, PARQUET_VERSION v1, DICTIONARY_SIZE_LIMIT 1",
        "CODEC zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1",
        "CODEC lz4_raw, PARQUET_VERSION v2, ROW_GROUP_SIZE 2048"
      })
  void everyTypeInEveryCodecAndEncodingIsTheSameInTheTable(String options)
      throws SQLException, IOException {
    DatasetDefinition dataset = dataset();
    RecordDecoder decoder = RecordDecoder.compile(dataset, DecodeLimits.DEFAULT);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (boolean nulls : new boolean[] {false, true}) {
        byte[] foreign = written(statement, select(ROWS, nulls), options);

        RecordBatch batch = decoder.decode(PARQUET, RangedFile.of(foreign));

        assertThat(batch.reasons()).isEmpty();
        assertThat(batch.size()).isEqualTo(ROWS);
        Path table = directory.resolve("table.parquet");
        Files.write(
            table,
            new ParquetEncoder(dataset)
                .encode(batch, IntStream.range(0, batch.size()).toArray())
                .content());
        assertThat(columnsThatDiffer(statement, table)).isEmpty();
      }
    }
  }

  private List<String> columnsThatDiffer(Statement statement, Path table) throws SQLException {
    StringJoiner sums = new StringJoiner(", ");
    for (Column column : COLUMNS) {
      sums.add(
          "coalesce(sum((mine.%s IS DISTINCT FROM theirs.%s)::INTEGER), 1)"
              .formatted(column.name(), column.name()));
    }
    StringJoiner original = new StringJoiner(", ");
    for (Column column : COLUMNS) {
      original.add(column.back() + " AS " + column.name());
    }
    try (ResultSet row =
        statement.executeQuery(
            """
            WITH theirs AS (SELECT time, %s FROM read_parquet('%s'))
            SELECT %s FROM read_parquet('%s') mine FULL JOIN theirs USING (time)
            """
                .formatted(original, directory.resolve("foreign.parquet"), sums, table))) {
      row.next();
      List<String> differ = new ArrayList<>();
      for (int i = 0; i < COLUMNS.size(); i++) {
        if (row.getLong(i + 1) != 0) {
          differ.add(COLUMNS.get(i).name());
        }
      }
      return differ;
    }
  }

  @Test
  void encodingsAreThoseThatAreMeant() throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      byte[] _ =
          written(
              statement,
              select(ROWS, false),
              "CODEC uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1");
      StringBuilder encodings = new StringBuilder();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT DISTINCT encodings FROM parquet_metadata('%s')"
                  .formatted(directory.resolve("foreign.parquet")))) {
        while (row.next()) {
          encodings.append(row.getString(1)).append(' ');
        }
      }
      assertThat(encodings.toString())
          .contains("DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "BYTE_STREAM_SPLIT", "RLE");
    }
  }

  @Test
  void aCodecThatIsNotReadIsRefusedByName() throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      byte[] foreign = written(statement, select(10, false), "CODEC brotli");
      RecordDecoder decoder = RecordDecoder.compile(dataset(), DecodeLimits.DEFAULT);

      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decoder.decode(PARQUET, RangedFile.of(foreign)))
          .satisfies(e ->
              assertThat(e.problem())
                  .isEqualTo(
                      new Problem.UnsupportedMediaType(
                          "row group 0, column 'flag': the codec",
                          "BROTLI",
                          List.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"))));
    }
  }

  @Test
  void aSampleGivesADefinitionThatTakesIt() throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      byte[] foreign =
          written(
              statement,
              select(1_000, true).replace("(18446744073709551615 - i)::UBIGINT", "i::UBIGINT"),
              "CODEC snappy");

      Proposal proposal =
          new Inference(DecodeLimits.DEFAULT, PARQUET).propose(RecordFormat.PARQUET, foreign);

      assertThat(proposal.records()).isEqualTo(1_000);
      assertThat(proposal.rejected()).isZero();
      assertThat(proposal.eventTimes()).isEqualTo(List.of("time"));
      assertThat(proposal.clusterBy()).contains("same");
    }
  }
}
