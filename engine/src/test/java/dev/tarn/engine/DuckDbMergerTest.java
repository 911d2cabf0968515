package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.compaction.MergeLimits;
import dev.tarn.compaction.MergedFile;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetBack;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.PhysicalColumns;
import dev.tarn.parquet.PlainRecord;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RandomRecords;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.table.ColumnStatistics;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Merged files hold the records of the files they are of, sorted, as the encoder would write them.
class DuckDbMergerTest {
  private static final int RECORDS = 12;
  private static final MergeLimits LIMITS =
      MergeLimits.of(Duration.ofMinutes(1), 512L << 20, 2, 1L << 30);
  private static final String CITY = "{'name': 'city', 'type': ['null', 'string']}";

  @TempDir Path directory;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void recordsOfRandomSchemasAreKept(int seed) throws IOException {
    RandomRecords random = new RandomRecords(seed);
    DatasetDefinition definition = Datasets.of(random.schema(seed % 3 == 0 ? 12 : 3));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(
          encode(
              definition,
              IntStream.range(0, RECORDS)
                  .mapToObj(each -> random.record(definition.schema()))
                  .toList()));
    }

    List<MergedFile> merged = new DuckDbMerger().merge(definition, files, LIMITS, out());

    String about = "seed %d, schema %s".formatted(seed, definition.schema());
    assertThat(merged).as(about).hasSize(1);
    Path file = merged.getFirst().path();
    assertThat(plain(List.of(file))).as(about).containsExactlyInAnyOrderElementsOf(plain(files));
    assertThat(leaves(file)).as(about).isEqualTo(leaves(files.getFirst()));
    assertThat(merged.getFirst().bytes()).isEqualTo(Files.size(file));
    assertThat(merged.getFirst().statistics().rows()).isEqualTo(3 * RECORDS);
    List<Path> again = List.of(file, files.getFirst());
    assertThat(plain(paths(new DuckDbMerger().merge(definition, again, LIMITS, out()))))
        .as(about)
        .containsExactlyInAnyOrderElementsOf(plain(again));
    checkStatistics(about, merged.getFirst(), files);
    if (PhysicalColumns.of(files.getFirst()).isPresent()) {
      assertThat(sql(List.of(file))).as(about).containsExactlyInAnyOrderElementsOf(sql(files));
    }
  }

  /// The new file's null counts are the old ones' together, and so are its bounds, but of decimals.
  private static ColumnStatistics column(Map<String, ColumnStatistics> columns, String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  private static void checkStatistics(String about, MergedFile merged, List<Path> files) {
    Map<String, ColumnStatistics> columns = merged.statistics().columns();
    List<Map<String, ColumnStatistics>> former =
        files.stream().map(file -> ParquetFooter.statistics(file).columns()).toList();
    assertThat(columns.keySet()).as(about).isEqualTo(former.getFirst().keySet());
    columns.forEach((name, column) -> {
      assertThat(column.nulls().orElseThrow())
          .as("%s of %s", name, about)
          .isEqualTo(
              former.stream().mapToLong(each -> column(each, name).nulls().orElseThrow()).sum());
      column
          .min()
          .ifPresent(min ->
              assertThat(former.stream().flatMap(each -> column(each, name).min().stream()))
                  .as("%s of %s", name, about)
                  .contains(min));
      column
          .max()
          .ifPresent(max ->
              assertThat(former.stream().flatMap(each -> column(each, name).max().stream()))
                  .as("%s of %s", name, about)
                  .contains(max));
    });
  }

  @Test
  void rowsAreSortedAcrossFilesAndGroupsHaveTheirSize() throws IOException {
    DatasetDefinition definition = Datasets.of(Datasets.withFields(CITY).schema(), "city");
    List<Path> files = new ArrayList<>();
    for (int f = 0; f < 4; f++) {
      int file = f;
      files.add(
          encode(
              definition,
              IntStream.range(0, 5000)
                  .mapToObj(i -> row((i * 7919 + file * 31) % 5000, (i * 31 + file) % 100))
                  .toList()));
    }
    long all = 0;
    for (Path file : files) {
      all += Files.size(file);
    }
    MergeLimits limits =
        new MergeLimits(Duration.ofMinutes(1), 512L << 20, 2, 1L << 30, all / 2 + 1, 5000);

    List<MergedFile> merged = new DuckDbMerger().merge(definition, files, limits, out());

    assertThat(merged).hasSize(2);
    List<String> keys = new ArrayList<>();
    for (MergedFile file : merged) {
      for (GenericRecord record : ParquetBack.records(Files.readAllBytes(file.path()))) {
        Object city = record.get("city");
        keys.add("%s %d".formatted(city == null ? "~" : city, (Long) record.get("time")));
      }
      try (ParquetFileReader reader = ParquetBack.open(Files.readAllBytes(file.path()))) {
        assertThat(reader.getRowGroups())
            .hasSize(3)
            .allSatisfy(group -> assertThat(group.getRowCount()).isLessThanOrEqualTo(4096));
      }
    }
    assertThat(keys).hasSize(20_000).isSorted();
    try (Stream<Path> left = Files.list(out())) {
      assertThat(left).containsExactlyInAnyOrderElementsOf(paths(merged));
    }
  }

  @Test
  void decimalsAreSortedAsNumbers() throws IOException {
    String price =
        "{'name': 'price', 'type':"
            + " {'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}}";
    DatasetDefinition definition = Datasets.of(Datasets.withFields(price).schema(), "price");
    String record = "{\"time\": \"2026-01-01T00:00:00Z\", \"price\": \"%s\"}";
    List<Path> files =
        List.of(
            encode(definition, Stream.of("1000.00", "-5.00").map(record::formatted).toList()),
            encode(definition, Stream.of("2.00", "-700.00").map(record::formatted).toList()));

    List<MergedFile> merged = new DuckDbMerger().merge(definition, files, LIMITS, out());

    assertThat(
            ParquetBack.records(Files.readAllBytes(merged.getFirst().path())).stream()
                .map(each -> new BigInteger(((ByteBuffer) each.get("price")).array()))
                .toList())
        .isSorted()
        .hasSize(4);
  }

  @Test
  void timeThatRunsOutIsAProblemAndLeavesNothing() throws IOException {
    DatasetDefinition definition = Datasets.withFields(CITY);
    List<Path> files = List.of(encode(definition, List.of(row(1, 1))));
    MergeLimits limits = MergeLimits.of(Duration.ofNanos(1), 512L << 20, 2, 1L << 30);

    assertThatThrownBy(() -> new DuckDbMerger().merge(definition, files, limits, out()))
        .isInstanceOf(ProblemException.class);
    try (Stream<Path> left = Files.list(out())) {
      assertThat(left).isEmpty();
    }
  }

  private static String row(int second, int city) {
    return "{\"time\": \"2026-01-01T%02d:%02d:%02dZ\", \"city\": %s}"
        .formatted(
            second / 3600,
            second / 60 % 60,
            second % 60,
            city == 0 ? "null" : "\"city %02d\"".formatted(city));
  }

  private Path out() throws IOException {
    return Files.createDirectories(directory.resolve("out"));
  }

  private static List<Path> paths(List<MergedFile> merged) {
    return merged.stream().map(MergedFile::path).toList();
  }

  private Path encode(DatasetDefinition definition, List<String> posted) throws IOException {
    RecordBatch batch =
        RecordDecoder.compile(definition, DecodeLimits.DEFAULT)
            .decode(
                RecordFormat.NDJSON, String.join("\n", posted).getBytes(StandardCharsets.UTF_8));
    assertThat(batch.reasons()).isEmpty();
    return Files.write(
        Files.createTempFile(directory, "records", ".parquet"),
        new ParquetEncoder(definition)
            .encode(batch, IntStream.range(0, posted.size()).toArray())
            .content());
  }

  /// Each leaf's path and type, but for how often it may be missing.
  private static List<String> leaves(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetBack.open(Files.readAllBytes(file))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      List<String> leaves = new ArrayList<>();
      leaves.add(schema.getName());
      leaves.add(reader.getFileMetaData().getKeyValueMetaData().get("parquet.avro.schema"));
      for (ColumnDescriptor column : schema.getColumns()) {
        leaves.add(
            String.join(".", column.getPath())
                + " "
                + column.getPrimitiveType().getPrimitiveTypeName()
                + " "
                + column.getPrimitiveType().getLogicalTypeAnnotation());
      }
      return leaves;
    }
  }

  /// The rows and types that SQL sees.
  private static List<String> sql(List<Path> files) throws IOException {
    String from =
        " FROM read_parquet(%s) AS r"
            .formatted(SqlQuoting.strings(files.stream().map(Path::toString).toList()));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT r::VARCHAR || typeof(r)" + from)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static List<Object> plain(List<Path> files) throws IOException {
    List<Object> records = new ArrayList<>();
    for (Path file : files) {
      ParquetBack.records(Files.readAllBytes(file))
          .forEach(each -> records.add(PlainRecord.of(each)));
    }
    return records;
  }
}
