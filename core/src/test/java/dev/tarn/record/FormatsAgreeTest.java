package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.LineDelimiter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same records come out of every format, whoever wrote it.
final class FormatsAgreeTest {
  private static final int SCHEMAS = 60;
  private static final int RECORDS = 40;

  static IntStream seeds() {
    return IntStream.range(0, SCHEMAS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyFormatGivesTheSameRecords(int seed) {
    RandomRecords random = new RandomRecords(seed);
    Schema schema = random.schema(12);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    List<String> records =
        IntStream.range(0, RECORDS).mapToObj(i -> random.record(schema)).toList();

    List<Object> expected = records(decoder, RecordFormat.NDJSON, utf8(String.join("\n", records)));

    assertThat(expected).hasSize(RECORDS);
    assertSame(records(decoder, RecordFormat.JSON, utf8(records.toString())), expected, "JSON");
    for (LineDelimiter lines : List.of(LineDelimiter.LF, LineDelimiter.CRLF)) {
      assertSame(
          records(decoder, RecordFormat.CSV, OtherFormats.csv(schema, records, lines)),
          expected,
          "CSV");
    }
    for (CodecFactory codec :
        List.of(
            CodecFactory.nullCodec(),
            CodecFactory.deflateCodec(6),
            CodecFactory.zstandardCodec(3),
            CodecFactory.snappyCodec())) {
      assertSame(
          records(decoder, RecordFormat.AVRO, OtherFormats.avro(schema, records, codec, 500)),
          expected,
          codec.toString());
    }
  }

  private static void assertSame(List<Object> actual, List<Object> expected, String format) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).as("%s, record %d", format, i).isEqualTo(expected.get(i));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Object> records(RecordDecoder decoder, RecordFormat format, byte[] body) {
    RecordBatch batch = decoder.decode(format, body);
    assertThat(batch.reasons()).as(format.name()).isEmpty();
    return RecordTree.all(batch);
  }
}
