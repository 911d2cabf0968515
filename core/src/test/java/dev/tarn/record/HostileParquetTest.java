package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.parquet.input.ForeignFiles.Layout;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that are no Parquet, or lie, end in problems that say what and where, in bounded time and
/// memory.
@Timeout(120)
final class HostileParquetTest {
  private static final int MEMORY = 96 << 20;
  private static final ParquetInputLimits SMALL =
      new ParquetInputLimits(1 << 20, 1 << 20, 1 << 20, 4 << 20);
  private static final RecordDecoder READINGS =
      RecordDecoder.compile(
          Datasets.withFields(
              "{'name': 'n', 'type': ['null', 'long'], 'default': null}",
              "{'name': 'list', 'type': {'type': 'array', 'items': 'int'}, 'default': []}"),
          DecodeLimits.DEFAULT);

  private static byte[] readings(Layout layout) {
    Schema schema =
        Datasets.withFields(
                "{'name': 'n', 'type': ['null', 'long'], 'default': null}",
                "{'name': 'list', 'type': {'type': 'array', 'items': 'int'}, 'default': []}")
            .schema();
    List<GenericRecord> records =
        OtherFormats.avroRecords(
            schema,
            IntStream.range(0, 1_000)
                .mapToObj(
                    i -> "{\"time\": %d, \"n\": %d, \"list\": [%d, 1]}".formatted(i, i * i, i))
                .toList());
    return ForeignFiles.avro(schema, records, layout, false);
  }

  private static byte[] readings() {
    return readings(
        new Layout(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, 400, 100, false));
  }

  /// What reading `file` ends in: nothing where it is read.
  private static Optional<Problem> problem(
      RecordDecoder decoder, ParquetInputLimits limits, byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (RecordSource source =
        decoder.open(
            new ParquetInput(limits), RangedFile.of(file), RecordPosition.BEGINNING, 1 << 20)) {
      while (source.next().isPresent()) {
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProblemException e) {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
      return Optional.of(e.problem());
    }
  }

  private static void assertMalformed(byte[] file, String detail) {
    assertThat(problem(READINGS, SMALL, file).orElseThrow())
        .isInstanceOf(Problem.MalformedBody.class)
        .satisfies(problem -> assertThat(problem.detail()).contains(detail));
  }

  private static void assertFooterRefused(Consumer<FileMetaData> lie, String detail) {
    assertMalformed(ForeignFiles.withFooter(readings(), lie), detail);
  }

  private static RowGroup group(FileMetaData footer, int index) {
    return Objects.requireNonNull(footer.getRow_groups()).get(index);
  }

  private static List<ColumnChunk> chunks(FileMetaData footer, int group) {
    return Objects.requireNonNull(group(footer, group).getColumns());
  }

  private static ColumnMetaData column(FileMetaData footer, int group, int column) {
    return Objects.requireNonNull(chunks(footer, group).get(column).getMeta_data());
  }

  private static SchemaElement element(FileMetaData footer, int index) {
    return Objects.requireNonNull(footer.getSchema()).get(index);
  }

  @Test
  void whatIsNoParquetIsToldSo() {
    byte[] file = readings();
    byte[] encrypted = file.clone();
    encrypted[encrypted.length - 1] = 'E';
    byte[] longer = file.clone();
    Arrays.fill(longer, longer.length - 8, longer.length - 4, (byte) 0x7f);

    assertMalformed(new byte[0], "the file has 0 bytes");
    assertMalformed("PAR1PAR1".getBytes(StandardCharsets.US_ASCII), "the file has 8 bytes");
    assertMalformed(
        "{\"time\": 0, \"n\": 1}\n".getBytes(StandardCharsets.UTF_8),
        "does not end as a Parquet file does");
    assertMalformed(Arrays.copyOf(file, file.length - 1), "does not end as a Parquet file does");
    assertMalformed(encrypted, "the file is encrypted");
    assertMalformed(longer, "the footer's length is given as 2139062143 in a file of");
    assertFooterRefused(
        footer -> footer.setEncryption_algorithm(EncryptionAlgorithm.AES_GCM_V1(new AesGcmV1())),
        "the file is encrypted");
  }

  @Test
  void footersThatLieAreToldWhere() {
    assertFooterRefused(
        footer -> group(footer, 1).setNum_rows(-1), "row group 1 says that it has -1 rows");
    assertFooterRefused(
        footer -> group(footer, 1).setNum_rows(401),
        "row group 1, column 'time': the footer says that it has 400 values in 401 rows");
    assertFooterRefused(
        footer -> {
          group(footer, 0).setNum_rows(2_000_000_000);
          column(footer, 0, 0).setNum_values(2_000_000_000);
          column(footer, 0, 1).setNum_values(2_000_000_000);
        },
        "row group 0, column 'time', page at byte ");
    assertFooterRefused(
        footer -> column(footer, 1, 2).setNum_values(Long.MAX_VALUE),
        "row group 1, column 'list.list.element'");
    assertFooterRefused(
        footer -> column(footer, 1, 1).setTotal_compressed_size(-5),
        "row group 1, column 'n': the footer says that it has -5 bytes");
    assertFooterRefused(
        footer -> column(footer, 0, 1).setTotal_compressed_size(900_000),
        "row group 0, column 'n': the footer says that it has 900000 bytes from byte");
    assertFooterRefused(
        footer -> column(footer, 0, 1).setData_page_offset(Long.MAX_VALUE),
        "row group 0, column 'n': the footer says that it has");
    assertFooterRefused(
        footer -> column(footer, 0, 1).setPath_in_schema(List.of("other")),
        "row group 0, column 'n': the footer has another column in its place");
    assertFooterRefused(
        footer -> chunks(footer, 0).remove(1), "row group 0 has 2 columns where the schema has 3");
    assertFooterRefused(
        footer -> chunks(footer, 0).getFirst().setFile_path("s3://other"),
        "row group 0, column 'time': the column is in another file");
    assertThat(
            problem(
                    READINGS,
                    SMALL,
                    ForeignFiles.withFooter(
                        readings(), footer -> group(footer, 1).setNum_rows(Long.MAX_VALUE)))
                .orElseThrow())
        .isInstanceOf(Problem.PayloadTooLarge.class);
  }

  @Test
  void schemasThatLieAreToldWhere() {
    List<SchemaElement> deep = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      SchemaElement group = new SchemaElement("g");
      group.setNum_children(1);
      group.setRepetition_type(FieldRepetitionType.OPTIONAL);
      deep.add(group);
    }
    SchemaElement leaf = new SchemaElement("leaf");
    leaf.setType(Type.INT32);
    leaf.setRepetition_type(FieldRepetitionType.OPTIONAL);
    deep.add(leaf);

    assertFooterRefused(footer -> footer.setSchema(deep), "nested deeper than 200 levels");
    assertFooterRefused(
        footer -> element(footer, 0).setNum_children(Integer.MAX_VALUE),
        "more elements follow than there are");
    assertFooterRefused(footer -> element(footer, 0).setNum_children(1), "element 2 is below none");
    assertFooterRefused(
        footer -> element(footer, 1).setNum_children(-7), "element 1 has -7 fields");
    assertFooterRefused(
        footer -> {
          element(footer, 1).setType(Type.FIXED_LEN_BYTE_ARRAY);
          element(footer, 1).setType_length(Integer.MAX_VALUE);
        },
        "element 1 has values of 2147483647 bytes");
  }

  @Test
  void footersThatClaimMoreThanTheyAreTakeNoMemory() {
    byte[] file = readings();
    byte[] nested = new byte[500_000];
    Arrays.fill(nested, (byte) 0x1c);
    byte[] list = {0x15, 2, 0x19, (byte) 0xfc, -1, -1, -1, -1, 7, 0};
    byte[] text = {0x15, 2, 0x18, -1, -1, -1, -1, 7, 0};

    assertMalformed(ForeignFiles.withFooter(file, nested), "the footer is damaged: ");
    assertMalformed(
        ForeignFiles.withFooter(file, list), "it says that 2147483647 values follow where");
    assertMalformed(
        ForeignFiles.withFooter(file, text), "it says that 2147483647 bytes follow where");
    assertMalformed(
        ForeignFiles.withFooter(file, new byte[2 << 20]),
        "are more than the 1048576 that are read");
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    byte[] file = readings();
    List<Long> read = new ArrayList<>();
    RangedFile counted =
        new RangedFile() {
          @Override
          public long length() {
            return file.length;
          }

          @Override
          public byte[] range(long offset, int length) {
            read.add((long) length);
            return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
          }
        };
    ParquetInput narrow =
        new ParquetInput(new ParquetInputLimits(1 << 20, 5_000, 1 << 20, 4 << 20));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> READINGS.decode(narrow, counted))
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.PayloadTooLarge.class);
          assertThat(e.problem().detail())
              .matches(
                  "row group 0 has \\d+ bytes in the 3 columns that are read, where 5000 are the"
                      + " most; write smaller row groups");
        });
    assertThat(read).hasSize(1);
    assertThat(problem(READINGS, new ParquetInputLimits(1 << 20, 1 << 20, 100, 4 << 20), file))
        .hasValueSatisfying(problem ->
            assertThat(problem.detail())
                .matches(
                    "row group 0, column 'time', page at byte \\d+: its header says that it has"
                        + " \\d+ bytes, decompressed, where 100 are the most"));
    assertThat(
            problem(
                READINGS,
                new ParquetInputLimits(1 << 20, 1 << 20, 1 << 20, 300),
                readings(Layout.USUAL)))
        .hasValueSatisfying(problem -> {
          assertThat(problem).isInstanceOf(Problem.PayloadTooLarge.class);
          assertThat(problem.detail()).startsWith("row group 0, column 'time': with a page of ");
        });
  }

  @Test
  void columnsThatAreNotWantedAreNotRead() throws IOException {
    byte[] file = readings();
    List<Integer> read = new ArrayList<>();
    RangedFile counted =
        new RangedFile() {
          @Override
          public long length() {
            return file.length;
          }

          @Override
          public byte[] range(long offset, int length) {
            read.add(length);
            return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
          }
        };

    RecordBatch batch =
        RecordDecoder.compile(Datasets.withFields(), DecodeLimits.DEFAULT)
            .decode(new ParquetInput(SMALL), counted);

    assertThat(batch.size()).isEqualTo(1_000);
    assertThat(read).as("the footer, and a column of each row group").hasSize(4);
    assertThat(read.stream().skip(1).mapToInt(length -> length).sum()).isLessThan(10_000);
  }

  @Test
  void aDamagedPageIsToldByItsCheckSum() {
    byte[] file =
        readings(
            new Layout(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, 400, 100));
    file[300] ^= 1;

    assertMalformed(file, "row group 0, column 'time', page at byte 4: its check sum differs");
  }

  static IntStream seeds() {
    return IntStream.range(0, 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mutatedFilesEndInProblemsOrRows(int seed) {
    Random random = new Random(seed);
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.schema(8);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    List<GenericRecord> rows =
        OtherFormats.avroRecords(
            schema, IntStream.range(0, 80).mapToObj(i -> records.record(schema)).toList());
    int refused = 0;
    for (WriterVersion version : WriterVersion.values()) {
      for (CompressionCodecName codec :
          List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
        byte[] file =
            ForeignFiles.avro(schema, rows, new Layout(codec, version, 50, 20, false), false);
        for (int i = 0; i < 100; i++) {
          Optional<Problem> problem = problem(decoder, SMALL, mutated(file, random));
          refused += problem.isPresent() ? 1 : 0;
          problem.ifPresent(each -> {
            assertThat(each.type().status()).isBetween(400, 499);
            assertThat(each.detail()).isNotBlank();
          });
        }
      }
    }
    assertThat(refused).isBetween(50, 399);
  }

  /// Some bytes changed, or cut out, or put in, anywhere or in the footer.
  private static byte[] mutated(byte[] file, Random random) {
    byte[] mutated = file.clone();
    int from = random.nextBoolean() ? 0 : file.length * 2 / 3;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = from + random.nextInt(file.length - from);
      mutated[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0xff;
            case 1 -> (byte) (mutated[at] ^ 1 << random.nextInt(8));
            case 2 -> 0;
            default -> (byte) random.nextInt();
          };
    }
    if (random.nextInt(8) == 0) {
      int cut = random.nextInt(mutated.length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(mutated, 0, cut);
      int after = Math.min(mutated.length, cut + random.nextInt(50));
      out.write(mutated, after, mutated.length - after);
      return out.toByteArray();
    }
    return mutated;
  }
}
