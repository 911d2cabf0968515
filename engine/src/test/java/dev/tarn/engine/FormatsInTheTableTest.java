package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.compression.Compression;
import dev.tarn.compression.DamagedDataException;
import dev.tarn.compression.ExpansionException;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.OtherFormats;
import dev.tarn.record.RangedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.record.RecordPosition;
import dev.tarn.record.RecordSlice;
import dev.tarn.record.RecordSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 100,000 records are the same rows of Parquet whatever format and compression they came in, and
/// whoever wrote that.
class FormatsInTheTableTest {
  private static final int RECORDS = 100_000;
  private static final DatasetDefinition READINGS =
      Datasets.withFields(
          "{'name': 'device', 'type': 'string'}",
          "{'name': 'n', 'type': ['null', 'long'], 'default': null}",
          "{'name': 'x', 'type': ['null', 'double'], 'default': null}",
          "{'name': 'note', 'type': ['null', 'string'], 'default': null}",
          "{'name': 'ok', 'type': 'boolean', 'default': true}");
  private static final RecordDecoder DECODER =
      RecordDecoder.compile(READINGS, DecodeLimits.DEFAULT);

  @TempDir Path directory;

  private static List<String> records() {
    Random random = new Random(20);
    List<String> records = new ArrayList<>(RECORDS);
    for (int i = 0; i < RECORDS; i++) {
      records.add(
          "{\"time\": %d, \"device\": \"d%d\", \"n\": %s, \"x\": %s, \"note\": %s%s}"
              .formatted(
                  1_700_000_000_000_000L + i * 1_000L,
                  random.nextInt(500),
                  random.nextInt(5) == 0 ? "null" : random.nextLong(),
                  random.nextInt(5) == 0 ? "null" : random.nextGaussian(),
                  switch (random.nextInt(4)) {
                    case 0 -> "null";
                    case 1 -> "\"\"";
                    case 2 -> "\"two\\nlines, \\\"quoted\\\"\"";
                    default -> "\"ü漢😀\"";
                  },
                  random.nextBoolean() ? ", \"ok\": " + random.nextBoolean() : ""));
    }
    return records;
  }

  @Test
  void everyFormatAndCompressionGivesTheSameRows()
      throws IOException, SQLException, DamagedDataException, ExpansionException {
    List<String> records = records();
    byte[] ndjson = String.join("\n", records).getBytes(StandardCharsets.UTF_8);
    byte[] csv = OtherFormats.csv(READINGS.schema(), records, LineDelimiter.CRLF);

    String expected = rows(RecordFormat.NDJSON, ndjson);

    assertThat(expected).startsWith(RECORDS + "|");
    assertThat(rows(RecordFormat.JSON, records.toString().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
    assertThat(rows(RecordFormat.CSV, csv)).isEqualTo(expected);
    List<GenericRecord> avro = OtherFormats.avroRecords(READINGS.schema(), records);
    for (CodecFactory codec :
        List.of(
            CodecFactory.nullCodec(),
            CodecFactory.deflateCodec(1),
            CodecFactory.zstandardCodec(1))) {
      assertThat(
              rows(RecordFormat.AVRO, OtherFormats.avroOf(READINGS.schema(), avro, codec, 64_000)))
          .isEqualTo(expected);
    }
    for (Compression coding : List.of(Compression.GZIP, Compression.ZLIB, Compression.ZSTD)) {
      byte[] compressed = compressed(coding, csv);
      assertThat(rows(RecordFormat.CSV, coding.undo(compressed, 0, compressed.length, csv.length)))
          .isEqualTo(expected);
    }
    for (ForeignFiles.Layout layout :
        List.of(
            new ForeignFiles.Layout(
                CompressionCodecName.GZIP, WriterVersion.PARQUET_1_0, RECORDS, 20_000),
            new ForeignFiles.Layout(
                CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0, 30_000, 4_000))) {
      assertThat(rows(slices(ForeignFiles.avro(READINGS.schema(), avro, layout, false))))
          .isEqualTo(expected);
    }
    assertThat(rows(RecordFormat.CSV, writtenByDuckDb())).isEqualTo(expected);
    assertThat(rows(slices(parquetWrittenByDuckDb()))).isEqualTo(expected);
  }

  private static byte[] compressed(Compression coding, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (coding) {
          case GZIP -> new java.util.zip.GZIPOutputStream(bytes);
          case ZSTD -> new com.github.luben.zstd.ZstdOutputStream(bytes);
          case ZLIB, DEFLATE, SNAPPY, LZ4 -> new java.util.zip.DeflaterOutputStream(bytes);
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static List<RecordBatch> slices(byte[] parquet) throws IOException {
    List<RecordBatch> slices = new ArrayList<>();
    try (RecordSource source =
        DECODER.open(
            new ParquetInput(ParquetInputLimits.DEFAULT),
            RangedFile.of(parquet),
            RecordPosition.BEGINNING,
            1 << 20)) {
      for (Optional<RecordSlice> slice = source.next(); slice.isPresent(); slice = source.next()) {
        slices.add(slice.get().batch());
      }
    }
    assertThat(slices).hasSizeGreaterThan(1);
    return slices;
  }

  /// The count, sums and hash of the rows that a body becomes.
  private String rows(RecordFormat format, byte[] body) throws IOException, SQLException {
    return rows(List.of(DECODER.decode(format, body)));
  }

  private String rows(List<RecordBatch> batches) throws IOException, SQLException {
    try (Stream<Path> before = Files.list(directory)) {
      for (Path file :
          before.filter(f -> f.getFileName().toString().startsWith("rows-")).toList()) {
        Files.delete(file);
      }
    }
    for (int i = 0; i < batches.size(); i++) {
      RecordBatch batch = batches.get(i);
      assertThat(batch.reasons()).isEmpty();
      Files.write(
          directory.resolve("rows-" + i + ".parquet"),
          new ParquetEncoder(READINGS)
              .encode(batch, IntStream.range(0, batch.size()).toArray())
              .content());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT concat_ws('|', count(*), sum(n), sum(epoch_us(time)), count(note), count(x),
                  sum(hash(time, device, n, x, note, ok))) FROM read_parquet('%s')
                """
                    .formatted(directory.resolve("rows-*.parquet")))) {
      row.next();
      return row.getString(1);
    }
  }

  /// The rows of the last body, as DuckDB writes them.
  private byte[] writtenByDuckDb() throws IOException, SQLException {
    Path csv = directory.resolve("rows.csv");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          """
          COPY (SELECT ok, note, x, n, device, strftime(time, '%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ') AS time
          FROM read_parquet('%s')) TO '%s' (FORMAT csv, HEADER)
          """
              .formatted(directory.resolve("rows-*.parquet"), csv));
    }
    return Files.readAllBytes(csv);
  }

  /// The same as Parquet, with a plain timestamp, and nothing that is required.
  private byte[] parquetWrittenByDuckDb() throws IOException, SQLException {
    Path parquet = directory.resolve("foreign.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          """
          COPY (SELECT ok, note, x, n, device, time AT TIME ZONE 'UTC' AS time, 1 AS unknown
          FROM read_parquet('%s')) TO '%s' (FORMAT parquet)
          """
              .formatted(directory.resolve("rows-*.parquet"), parquet));
    }
    return Files.readAllBytes(parquet);
  }
}
