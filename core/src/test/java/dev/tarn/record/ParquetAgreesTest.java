package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.parquet.input.ForeignFiles.Layout;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of all types come out of Parquet as they do out of NDJSON, and reading goes on from
/// anywhere.
final class ParquetAgreesTest {
  private static final int SCHEMAS = 12;
  private static final int RECORDS = 60;
  private static final ParquetInput PARQUET = new ParquetInput(ParquetInputLimits.DEFAULT);

  static IntStream seeds() {
    return IntStream.range(0, SCHEMAS);
  }

  private static List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    for (WriterVersion version : WriterVersion.values()) {
      for (CompressionCodecName codec :
          List.of(
              CompressionCodecName.UNCOMPRESSED,
              CompressionCodecName.SNAPPY,
              CompressionCodecName.GZIP,
              CompressionCodecName.ZSTD)) {
        layouts.add(new Layout(codec, version, 25, 7));
      }
    }
    return layouts;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void parquetGivesTheSameRecordsAsLines(int seed) throws IOException {
    RandomRecords random = new RandomRecords(seed);
    Schema schema = random.schema(12);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    List<String> posted = IntStream.range(0, RECORDS).mapToObj(i -> random.record(schema)).toList();
    List<Object> expected =
        RecordTree.all(
            decoder.decode(
                RecordFormat.NDJSON, String.join("\n", posted).getBytes(StandardCharsets.UTF_8)));
    List<GenericRecord> records = OtherFormats.avroRecords(schema, posted);

    for (Layout layout : layouts()) {
      byte[] file = ForeignFiles.avro(schema, records, layout, false);
      RecordBatch batch = decoder.decode(PARQUET, RangedFile.of(file));

      assertThat(batch.reasons()).as(layout.toString()).isEmpty();
      assertThat(RecordTree.all(batch)).as(layout.toString()).isEqualTo(expected);
    }
  }

  @Test
  void slicesComeToTheWholeAndReadingGoesOnFromAnyOfTheirEnds() throws IOException {
    RandomRecords random = new RandomRecords(11);
    Schema schema = random.schema(6);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    List<String> posted = IntStream.range(0, 5_000).mapToObj(i -> random.record(schema)).toList();
    byte[] file =
        ForeignFiles.avro(
            schema,
            OtherFormats.avroRecords(schema, posted),
            new Layout(CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0, 1_900, 300),
            false);
    List<Object> whole = RecordTree.all(decoder.decode(PARQUET, RangedFile.of(file)));

    Read read = Read.of(decoder, file, RecordPosition.BEGINNING);

    assertThat(read.ends).hasSizeGreaterThan(2);
    assertThat(read.records).isEqualTo(whole);
    assertThat(read.ends.getLast()).isEqualTo(new RecordPosition(5_000, 5_000, 0));
    for (RecordPosition end : read.ends) {
      Read rest = Read.of(decoder, file, end);
      assertThat(rest.records).isEqualTo(read.records.subList(end.records(), posted.size()));
      assertThat(rest.ends)
          .isEqualTo(read.ends.subList(read.ends.indexOf(end) + 1, read.ends.size()));
    }
  }

  private record Read(List<Object> records, List<RecordPosition> ends) {
    static Read of(RecordDecoder decoder, byte[] file, RecordPosition from) throws IOException {
      Read read = new Read(new ArrayList<>(), new ArrayList<>());
      try (RecordSource source = decoder.open(PARQUET, RangedFile.of(file), from, 64 * 1024)) {
        for (Optional<RecordSlice> slice = source.next();
            slice.isPresent();
            slice = source.next()) {
          read.records.addAll(RecordTree.all(slice.get().batch()));
          read.ends.add(slice.get().end());
        }
      }
      return read;
    }
  }
}
