package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no JSON is refused with its place; what is hostile costs little more than its length.
final class HostileBodyTest {
  private static final RecordDecoder DECODER =
      RecordDecoder.compile(
          Datasets.withFields(
              "{'name': 's', 'type': ['null', 'string']}",
              "{'name': 'd', 'type': ['null', 'double']}",
              "{'name': 'list', 'type': ['null', {'type': 'array', 'items': 'int'}]}",
              "{'name': 'map', 'type': ['null', {'type': 'map', 'values': 'long'}]}"),
          DecodeLimits.DEFAULT);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String before, int[] middle, String after) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(utf8(before));
    for (int each : middle) {
      all.write(each);
    }
    all.writeBytes(utf8(after));
    return all.toByteArray();
  }

  private static Problem.MalformedBody malformed(RecordFormat format, byte[] body) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> DECODER.decode(format, body));
    assertThat(thrown).as("refused").isNotNull();
    assertThat(thrown.problem()).isInstanceOf(Problem.MalformedBody.class);
    assertThat(thrown.problem().detail())
        .isNotBlank()
        .doesNotContain("Source", "fasterxml", "(byte[])", "Exception", "Feature");
    return (Problem.MalformedBody) thrown.problem();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | 1",
        "` \n ` | 2 | 2",
        "[] | 1 | 3",
        "` [ ] ` | 1 | 6",
        "[ | 1 | 2",
        "[{\"time\": 1} | 1 | 13",
        "[{\"time\": 1}, | 1 | 14",
        "[{\"time\": 1},] | 1 | 14",
        "[,{\"time\": 1}] | 1 | 2",
        "[{\"time\": 1},,{\"time\": 1}] | 1 | 14",
        "[{\"time\": 1} {\"time\": 1}] | 1 | 14",
        "[{\"time\": 1}}] | 1 | 13",
        "[{\"time\": 1}]] | 1 | 14",
        "[{\"time\": 1}] x | 1 | 15",
        "{\"time\": 1}{\"time\": 1} | 1 | 12",
        "{\"time\": 1},{\"time\": 1} | 1 | 12",
        "`{\"time\": 1}\n{\"time\": 1}` | 2 | 1",
        "{\"time\": 1] | 1 | 11",
        "[{\"time\": 1]] | 1 | 12",
        "{\"time\": 1 | 1 | 11",
        "{\"time\": 1, | 1 | 12",
        "{\"time\": | 1 | 9",
        "{\"time | 1 | 7",
        "{\"time\" 1} | 1 | 9",
        "{time: 1} | 1 | 2",
        "{'time': 1} | 1 | 2",
        "{\"time\": 01} | 1 | 10",
        "{\"time\": +1} | 1 | 10",
        "{\"time\": .5} | 1 | 10",
        "{\"time\": 1.} | 1 | 12",
        "{\"time\": 1e} | 1 | 12",
        "{\"time\": 0x10} | 1 | 11",
        "{\"time\": 1, \"d\": NaN} | 1 | 20",
        "{\"time\": 1, \"d\": Infinity} | 1 | 25",
        "{\"time\": tru} | 1 | 13",
        "{\"time\": 1,} | 1 | 12",
        "{\"time\": 1 /* two */} | 1 | 12",
        "`{\"time\": 1, \"s\": \"a\tb\"}` | 1 | 20",
        "`{\"time\": 1,\n \"s\": \"a\\xb\"}` | 2 | 10",
        "{\"time\": 1, \"s\": \"\\u12g4\"} | 1 | 22",
        "{\"time\": 1, \"s\": \"a | 1 | 20",
        "17 | 1 | 1",
        "\"text\" | 1 | 1",
        "null | 1 | 1",
        "[1 2] | 1 | 4",
        "[{\"other\": tru}] | 1 | 15",
        "[{\"other\": [1, 2}] | 1 | 17",
        "`[{\"time\": 1, \"s\": \"é\"},\n  {\"time\": 1, \"s\": \"é\" \"\"}]` | 2 | 23",
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String body, int line, int column) {
    Problem.MalformedBody problem = malformed(RecordFormat.JSON, utf8(body));

    Place place = problem.place().orElseThrow();
    assertThat(place.line()).as(problem.detail()).hasValue(line);
    // The parser shows some faults at the character after the one that it could not take.
    assertThat(place.column().orElseThrow()).as(problem.detail()).isBetween(column, column + 1);
  }

  @Test
  void malformedUtf8IsRefusedWithItsPlace() {
    int[][] malformed = {
      {0xff},
      {0xc0, 0x80},
      {0xc1, 0xbf},
      {0xe0, 0x80, 0x80},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x80, 0x80, 0x80},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf5, 0x80, 0x80, 0x80},
      {0xe2, 0x82},
      {0x80}
    };
    for (int[] each : malformed) {
      byte[] body = bytes("{\"time\": 1,\n\"s\": \"é", each, "\"}");

      assertThat(malformed(RecordFormat.JSON, body).place()).contains(Place.position(2, 8));
      assertThat(malformed(RecordFormat.NDJSON, bytes("{\"s\": \"", each, "\"}")).place())
          .contains(Place.position(1, 8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherEncodingsAreRefused(String encoding) {
    byte[] body = "[{\"time\": 1}]".getBytes(Charset.forName(encoding));
    byte[] line = "{\"time\": 1}".getBytes(Charset.forName(encoding));

    malformed(RecordFormat.JSON, body);
    malformed(RecordFormat.NDJSON, line);
  }

  @Test
  void oneByteOrderMarkIsPassedOver() {
    String record = "{\"time\": 1}";

    assertThat(DECODER.decode(RecordFormat.JSON, utf8("\ufeff" + record)).size()).isEqualTo(1);
    assertThat(DECODER.decode(RecordFormat.NDJSON, utf8("\ufeff" + record)).size()).isEqualTo(1);
    malformed(RecordFormat.JSON, utf8("\ufeff\ufeff" + record));
    malformed(RecordFormat.NDJSON, utf8("\ufeff\ufeff" + record));
    RecordBatch batch =
        DECODER.decode(RecordFormat.NDJSON, utf8(record + "\n\ufeff" + record + "\n" + record));
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.reasons()).extracting(RejectedRecord::code).containsExactly("json");
  }

  @Test
  void aLineThatIsNoJsonIsOneRejectedRecord() {
    String body =
        """
        {"time": 1}

        {"time": 2, "s": "é" 5}
          \t
        {"time": 3}{"time": 4}
        {"time": 5,
        "s": "the rest"}
        {"time": 6} \t\r
        [{"time": 7}]
        {"time": 8, "s": "a\tb"}
        {"time": 9, "s": "end
        """;

    RecordBatch batch = DECODER.decode(RecordFormat.NDJSON, utf8(body));

    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.eventTimeMicros(1)).isEqualTo(6);
    assertThat(batch.reasons())
        .extracting(r -> r.record() + " " + r.code() + " " + r.detail().replaceAll(":.*", ""))
        .containsExactly(
            "1 json line 3, column 22",
            "2 json line 5, column 12",
            "3 json line 6, column 12",
            "4 type expected an object but found the string \"s\"",
            "6 type expected an object but found an array",
            "7 json line 10, column 20",
            "8 json line 11, column 22");
    assertThat(batch.rejected()).isEqualTo(7);
  }

  @Test
  void linesOfWhichNoneIsJsonAreNoBatch() {
    assertThat(malformed(RecordFormat.NDJSON, utf8("\n<html>\n</html>")).place())
        .isEqualTo(Optional.of(Place.position(2, 1)));
    assertThat(malformed(RecordFormat.NDJSON, utf8("{\"time\": ")).place())
        .isEqualTo(Optional.of(Place.position(1, 10)));
    malformed(RecordFormat.NDJSON, utf8(""));
    malformed(RecordFormat.NDJSON, utf8("\n \n"));
    malformed(RecordFormat.NDJSON, new byte[100]);
  }

  @Test
  void deepNestingIsRejectedNotFollowed() {
    String deep = "[".repeat(100_000);
    String closed = deep + "]".repeat(100_000);
    String objects = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);

    malformed(RecordFormat.JSON, utf8(deep));
    malformed(RecordFormat.JSON, utf8("{\"a\":".repeat(100_000)));
    assertThat(codes(RecordFormat.JSON, "[" + closed + ", {\"time\": 1}]")).isEqualTo("1 type");
    assertThat(codes(RecordFormat.JSON, "[{\"x\": " + objects + "}, {\"time\": 1}]"))
        .isEqualTo("1 unknown");
    assertThat(codes(RecordFormat.JSON, "[{\"list\": " + closed + "}, {\"time\": 1}]"))
        .isEqualTo("1 type");
    assertThat(codes(RecordFormat.NDJSON, "{\"list\": " + deep + "\n{\"time\": 1}"))
        .isEqualTo("1 type");
  }

  @Test
  void nestingBeyondTheLimitIsAFaultOfItsOwn() {
    RecordDecoder shallow =
        RecordDecoder.compile(
            Datasets.withFields(
                "{'name': 'v', 'type': {'type': 'array', 'items': {'type': 'array', 'items':"
                    + " 'int'}}}"),
            new DecodeLimits(10, 2, 100, 100, 10));

    RecordBatch batch =
        shallow.decode(
            RecordFormat.JSON, utf8("[{\"time\": 1, \"v\": [[]]}, {\"time\": 1, \"v\": []}]"));

    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.reasons()).extracting(RejectedRecord::code).containsExactly("depth");
  }

  @Test
  void aLongNumberIsRejectedNotConverted() {
    String number = "1".repeat(1_000_000);

    for (String field : new String[] {"time", "d", "unknown"}) {
      for (String value : new String[] {number, number + ".5", "-0." + number, "1e" + number}) {
        assertThat(codes(RecordFormat.JSON, "[{\"" + field + "\": " + value + "}, {\"time\": 1}]"))
            .isEqualTo("1 length");
      }
    }
    assertThat(codes(RecordFormat.JSON, "[" + number + ", {\"time\": 1}]")).isEqualTo("1 length");
  }

  @Test
  void aLongStringIsRejectedNotKept() {
    String text = "x".repeat(4 << 20);

    assertThat(codes(RecordFormat.JSON, "[{\"s\": \"" + text + "\"}, {\"time\": 1}]"))
        .isEqualTo("1 length");
    assertThat(codes(RecordFormat.JSON, "[{\"" + text + "\": 1}, {\"time\": 1}]"))
        .isEqualTo("1 length");
    assertThat(codes(RecordFormat.NDJSON, "{\"map\": {\"" + text + "\": 1}}\n{\"time\": 1}"))
        .isEqualTo("1 length");
  }

  @Test
  void pointersAndDetailsStayShort() {
    String name = "n/".repeat(20_000);

    RecordBatch batch =
        DECODER.decode(
            RecordFormat.JSON,
            utf8("[{\"%s\": 1}, {\"map\": {\"%s\": \"%s\"}}]".formatted(name, name, name)));

    assertThat(batch.reasons())
        .hasSize(2)
        .allSatisfy(reason -> {
          assertThat(reason.pointer().length()).isLessThan(300);
          assertThat(reason.detail().length()).isLessThan(300);
        });
  }

  @Test
  void manyKeysOfAMapAreKeptApart() {
    StringBuilder map = new StringBuilder("{\"time\": 1, \"map\": {");
    for (int i = 0; i < 200_000; i++) {
      map.append("\"k").append(i).append("\":").append(i).append(',');
    }

    assertThat(codes(RecordFormat.JSON, map + "\"last\": 1}}")).isEqualTo("0 ");
    assertThat(codes(RecordFormat.JSON, map + "\"k77\": 1}}")).isEqualTo("1 duplicate");
  }

  @Test
  void aBodyOfManyTinyBadRecordsIsCheckedToItsEnd() {
    RecordBatch batch = DECODER.decode(RecordFormat.NDJSON, utf8("{}\n".repeat(500_000)));

    assertThat(batch.rejected()).isEqualTo(500_000);
    assertThat(batch.reasons()).hasSize(100);
  }

  private static String codes(RecordFormat format, String body) {
    RecordBatch batch = DECODER.decode(format, utf8(body));
    return batch.rejected()
        + " "
        + String.join(" ", batch.reasons().stream().map(RejectedRecord::code).toList());
  }
}
