package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordSourceTest {
  private static final int SLICE = 8 * 1024;

  private static RecordFile file(byte[] bytes) {
    return offset ->
        new ByteArrayInputStream(bytes, (int) offset, Math.max(0, bytes.length - (int) offset));
  }

  private record Read(
      List<Object> records, List<RejectedRecord> reasons, List<RecordPosition> ends) {
    static Read of(RecordDecoder decoder, RecordFormat format, byte[] bytes, RecordPosition from)
        throws IOException {
      Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      try (RecordSource source = decoder.open(format, file(bytes), from, SLICE)) {
        for (Optional<RecordSlice> slice = source.next();
            slice.isPresent();
            slice = source.next()) {
          read.records.addAll(RecordTree.all(slice.get().batch()));
          read.reasons.addAll(slice.get().batch().reasons());
          read.ends.add(slice.get().end());
        }
      }
      return read;
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"JSON", "PARQUET"},
      mode = EnumSource.Mode.EXCLUDE)
  void slicesComeToTheWholeAndReadingGoesOnFromAnyOfTheirEnds(RecordFormat format)
      throws IOException {
    RandomRecords random = new RandomRecords(11);
    Schema schema = random.schema(6);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    List<String> posted = IntStream.range(0, 1_000).mapToObj(i -> random.record(schema)).toList();
    byte[] body = body(format, schema, posted);

    RecordBatch whole = decoder.decode(format, body);
    Read read = Read.of(decoder, format, body, RecordPosition.BEGINNING);

    assertThat(whole.reasons()).isEmpty();
    assertThat(read.ends).hasSizeGreaterThan(2);
    assertThat(read.records).isEqualTo(RecordTree.all(whole));
    assertThat(read.ends.getLast().records()).isEqualTo(posted.size());
    for (RecordPosition end : read.ends) {
      Read rest = Read.of(decoder, format, body, end);
      assertThat(rest.records).isEqualTo(read.records.subList(end.records(), posted.size()));
      assertThat(rest.ends)
          .isEqualTo(read.ends.subList(read.ends.indexOf(end) + 1, read.ends.size()));
    }
  }

  private static byte[] body(RecordFormat format, Schema schema, List<String> posted) {
    return switch (format) {
      case NDJSON, JSON -> ("\ufeff" + String.join("\n", posted)).getBytes(StandardCharsets.UTF_8);
      case CSV -> OtherFormats.csv(schema, posted, LineDelimiter.CRLF);
      case AVRO -> OtherFormats.avro(schema, posted, CodecFactory.deflateCodec(1), 4_000);
      case PARQUET -> throw new IllegalArgumentException("read by ranges, and so tested elsewhere");
    };
  }

  @Test
  void placesCountFromTheBeginningOfTheFile() throws IOException {
    RecordDecoder decoder =
        RecordDecoder.compile(
            Datasets.withFields("{'name': 'v', 'type': 'string'}"), DecodeLimits.DEFAULT);
    StringBuilder csv = new StringBuilder("time,v\n");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      csv.append(i == 2_999 ? "x,a\n" : i + ",\"two\nlines\"\n");
      lines.append(i == 2_999 ? "{\"time\": \n" : "{\"time\": 0, \"v\": \"a\"}\n");
    }
    byte[] rows = csv.toString().getBytes(StandardCharsets.UTF_8);
    byte[] records = lines.toString().getBytes(StandardCharsets.UTF_8);

    List<RejectedRecord> reasons =
        Read.of(decoder, RecordFormat.CSV, rows, RecordPosition.BEGINNING).reasons;

    assertThat(reasons).isEqualTo(decoder.decode(RecordFormat.CSV, rows).reasons());
    assertThat(reasons.getFirst().detail()).startsWith("line 6000, column 1: ");
    assertThat(Read.of(decoder, RecordFormat.NDJSON, records, RecordPosition.BEGINNING).reasons)
        .isEqualTo(decoder.decode(RecordFormat.NDJSON, records).reasons());
  }

  @Test
  void aRecordThatFitsNoSliceIsRefusedWhereItBegins() {
    RecordDecoder decoder = RecordDecoder.compile(Datasets.withFields(), DecodeLimits.DEFAULT);
    byte[] open = new byte[20_000];
    Arrays.fill(open, (byte) 'a');
    byte[] beginning = "time\n0\n\"".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(beginning, 0, open, 0, beginning.length);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Read.of(decoder, RecordFormat.CSV, open, RecordPosition.BEGINNING))
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.PayloadTooLarge.class);
          assertThat(e.problem().detail()).contains("byte 7, line 3");
        });
  }

  @Test
  void filesCutOffAnywhereEndInProblemsOrRejections() throws IOException {
    Random random = new Random(3);
    Schema schema = new RandomRecords(5).schema(5);
    RandomRecords records = new RandomRecords(6);
    List<String> posted = IntStream.range(0, 300).mapToObj(i -> records.record(schema)).toList();
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), DecodeLimits.DEFAULT);
    byte[] body = body(RecordFormat.AVRO, schema, posted);
    for (int i = 0; i < 100; i++) {
      byte[] cut = Arrays.copyOf(body, random.nextInt(body.length));
      try {
        Read read = Read.of(decoder, RecordFormat.AVRO, cut, RecordPosition.BEGINNING);
        assertThat(read.records.size()).isLessThan(posted.size());
      } catch (ProblemException e) {
        assertThat(e.problem()).isInstanceOf(Problem.MalformedBody.class);
      }
    }
  }
}
