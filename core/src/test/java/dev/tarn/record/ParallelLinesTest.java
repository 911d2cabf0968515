package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What several threads make of a body, against what one does.
final class ParallelLinesTest {
  private static final DatasetDefinition DEFINITION =
      Datasets.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Reading", "fields": [
                    {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                    {"name": "device", "type": "string"},
                    {"name": "note", "type": ["null", "string"], "default": null}]}
                  """),
          "device");

  private static final int RECORDS = 30_000;

  private final RecordDecoder decoder =
      RecordDecoder.compile(DEFINITION, new DecodeLimits(RECORDS, 10, 10_000, 100, 5));

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8, 100})
  void severalThreadsMakeTheSameBatchAsOne(int threads) {
    byte[] body = lines(RECORDS, "").getBytes(StandardCharsets.UTF_8);

    RecordBatch one = decoder.decode(RecordFormat.NDJSON, body, 1);
    RecordBatch several = decoder.decode(RecordFormat.NDJSON, body, threads);

    assertThat(body.length).isGreaterThan(2 * 256 * 1024);
    assertThat(several.size()).isEqualTo(one.size()).isEqualTo(RECORDS);
    for (int record = 0; record < RECORDS; record++) {
      assertThat(CallLog.of(several, record)).isEqualTo(CallLog.of(one, record));
      assertThat(several.eventTimeMicros(record)).isEqualTo(one.eventTimeMicros(record));
    }
    assertThat(several.distinctEstimate("device").orElseThrow()).isBetween(950L, 1_050L);
  }

  @Test
  void aFaultHasItsPlaceInTheWholeBody() {
    String bad = "{\"time\": 1, \"device\": 7}\n{\"time\": 1,\n\n";
    byte[] body = (lines(20_000, "") + bad + lines(5_000, "")).getBytes(StandardCharsets.UTF_8);

    RecordBatch several = decoder.decode(RecordFormat.NDJSON, body, 4);

    assertThat(several.rejected()).isEqualTo(2);
    assertThat(several.reasons().get(0).record()).isEqualTo(20_000);
    assertThat(several.reasons()).isEqualTo(decoder.decode(RecordFormat.NDJSON, body, 1).reasons());
  }

  @Test
  void theLimitOnRecordsIsOnAllOfThem() {
    byte[] body = lines(RECORDS + 1, "").getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> decoder.decode(RecordFormat.NDJSON, body, 4))
        .extracting(ProblemException::problem)
        .isInstanceOf(Problem.PayloadTooLarge.class);
  }

  @Test
  void aBodyOfBlankLinesOrOneLongLineIsDecodedLikeAnyOther() {
    byte[] blank = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    byte[] oneLine = (" ".repeat(1 << 20) + lines(1, "x")).getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> decoder.decode(RecordFormat.NDJSON, blank, 4))
        .extracting(ProblemException::problem)
        .isInstanceOf(Problem.MalformedBody.class);
    assertThat(decoder.decode(RecordFormat.NDJSON, oneLine, 4).size()).isEqualTo(1);
  }

  private static String lines(int count, String note) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines
          .append("{\"time\": ")
          .append(i)
          .append(", \"device\": \"dévice-")
          .append(i % 1_000)
          .append("\", \"note\": \"")
          .append(note)
          .append(i)
          .append("\"}\n");
    }
    return lines.toString();
  }
}
