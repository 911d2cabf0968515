package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordDecoderTest {
  private static RecordBatch decode(
      DatasetDefinition definition, RecordFormat format, String body) {
    return RecordDecoder.compile(definition, DecodeLimits.DEFAULT)
        .decode(format, body.getBytes(StandardCharsets.UTF_8));
  }

  private static RecordBatch decodeValue(String type, String json) {
    return decode(
        Datasets.withFields("{'name': 'v', 'type': " + type + "}"),
        RecordFormat.JSON,
        "{\"time\": 0, \"v\": " + json + "}");
  }

  /// What a field of `type` holds for `json`, as [CallLog] writes it, or the code of the fault.
  private static String value(String type, String json) {
    RecordBatch batch = decodeValue(type, json);
    if (batch.size() == 0) {
      RejectedRecord reason = batch.reasons().getFirst();
      assertThat(reason.detail()).isNotBlank();
      return reason.code();
    }
    return CallLog.of(batch, 0).replace("0:0l 1:", "").replace("0:0l", "null");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'boolean' | true | true",
        "'boolean' | 1 | type",
        "'boolean' | \"true\" | type",
        "'boolean' | null | type",
        "'int' | 2147483647 | 2147483647i",
        "'int' | -2147483648 | -2147483648i",
        "'int' | 2147483648 | range",
        "'int' | 99999999999999999999999 | range",
        "'int' | -0 | 0i",
        "'int' | 1.0 | type",
        "'int' | 1e3 | type",
        "'int' | \"1\" | type",
        "'int' | {} | type",
        "'long' | 9223372036854775807 | 9223372036854775807l",
        "'long' | -9223372036854775808 | -9223372036854775808l",
        "'long' | 9223372036854775808 | range",
        "'long' | -9223372036854775809 | range",
        "'float' | 0.1 | 0.1f",
        "'float' | 3.4028235e38 | 3.4028235E38f",
        "'float' | 3.5e38 | range",
        "'float' | 7 | 7.0f",
        "'float' | -0 | -0.0f",
        "'float' | \"NaN\" | NaNf",
        "'double' | 1e308 | 1.0E308d",
        "'double' | 1e309 | range",
        "'double' | -1e999999999999 | range",
        "'double' | 1e-999999999999 | 0.0d",
        "'double' | -0.0 | -0.0d",
        "'double' | -0 | -0.0d",
        "'double' | 123456789012345678901234567890 | 1.2345678901234568E29d",
        "'double' | \"Infinity\" | Infinityd",
        "'double' | \"-Infinity\" | -Infinityd",
        "'double' | \"NaN\" | NaNd",
        "'double' | \"nan\" | type",
        "'double' | \"1.5\" | type",
        "'string' | \"\" | ''",
        "'string' | \"Zürich 😀\" | 'Zürich 😀'",
        "'string' | \"\\ud83d\\ude00\" | '😀'",
        "'string' | \"a\\u0000b\" | x610062",
        "'string' | \"\\ud800\" | format",
        "'string' | \"\\udc00\\ud800\" | format",
        "'string' | \"a\\ud83dz\" | format",
        "'string' | 5 | type",
        "'bytes' | \"AAEC/+8=\" | x000102ffef",
        "'bytes' | \"\" | ''",
        "'bytes' | \"AAEC/-8=\" | format",
        "'bytes' | \"AAEC_w\" | format",
        "'bytes' | \"AA\" | format",
        "'bytes' | \"AB==\" | format",
        "'bytes' | \"AA=A\" | format",
        "'bytes' | \"Aé==\" | format",
        "'bytes' | [0, 1] | type",
        "{'type': 'fixed', 'name': 'F', 'size': 2} | \"AAE=\" | x0001",
        "{'type': 'fixed', 'name': 'F', 'size': 2} | \"AAEC\" | length",
        "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']} | \"B\" | 'B'",
        "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']} | \"C\" | enum",
        "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']} | 1 | type",
        "{'type': 'array', 'items': 'int'} | [1, 2] | {0:{0:1i} {0:2i}}",
        "{'type': 'array', 'items': 'int'} | [] | {}",
        "{'type': 'array', 'items': 'int'} | [1, null] | type",
        "{'type': 'array', 'items': ['int', 'null']} | [1, null] | {0:{0:1i}{}}",
        "{'type': 'array', 'items': 'int'} | {} | type",
        "{'type': 'map', 'values': 'int'} | {\"a\": 1, \"b\": 2} | {0:{0:'a' 1:1i}{0:'b' 1:2i}}",
        "{'type': 'map', 'values': 'int'} | {} | {}",
        "{'type': 'map', 'values': 'int'} | {\"a\": null} | type",
        "{'type': 'map', 'values': ['null', 'int']} | {\"a\": null} | {0:{0:'a'}}",
        "{'type': 'map', 'values': 'int'} | {\"a\": 1, \"a\": 2} | duplicate",
        "{'type': 'map', 'values': 'int'} | {\"a\": 1, \"\\u0061\": 2} | duplicate",
        "{'type': 'map', 'values': 'int'} | {\"\\ud800\": 1} | format",
        "['null', 'int'] | null | null",
        "['null', 'int'] | 5 | 5i",
        "['int', 'null'] | null | null",
        "'null' | null | null",
        "'null' | 1 | type",
      })
  void readsValuesExactlyOrNotAtAll(String type, String json, String expected) {
    assertThat(value(type, json).replace("} {", "}{")).isEqualTo(expected.replace("} {", "}{"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date | \"1970-01-02\" | 1i",
        "date | \"0001-01-01\" | -719162i",
        "date | \"9999-12-31\" | 2932896i",
        "date | \"0000-12-31\" | range",
        "date | 2932897 | range",
        "date | \"2023-02-29\" | format",
        "date | \"2024-02-29\" | 19782i",
        "date | \"2024-13-01\" | format",
        "date | \"2024-1-01\" | format",
        "date | \"2024-01-01T00:00:00Z\" | format",
        "date | 19782 | 19782i",
        "date | true | type",
        "time-millis | \"23:59:59.999\" | 86399999i",
        "time-millis | \"12:00\" | 43200000i",
        "time-millis | \"24:00\" | format",
        "time-millis | \"12:00:00.0001\" | range",
        "time-millis | \"12:00:00.1230000\" | 43200123i",
        "time-millis | \"12:00:00Z\" | format",
        "time-millis | 86400000 | range",
        "time-millis | -1 | range",
        "time-micros | \"00:00:00.000001\" | 1l",
        "time-micros | \"00:00:00.\" | format",
        "timestamp-millis | \"1970-01-01T00:00:00.001Z\" | 1l",
        "timestamp-millis | \"1970-01-01T00:00:00.0015Z\" | range",
        "timestamp-millis | \"1970-01-01T01:00:00+01:00\" | 0l",
        "timestamp-millis | 253402300799999 | 253402300799999l",
        "timestamp-millis | 253402300800000 | range",
        "timestamp-micros | \"1970-01-01T00:00:00.000001Z\" | 1l",
        "timestamp-micros | \"1970-01-01T00:00:00.0000010Z\" | 1l",
        "timestamp-micros | \"1970-01-01T00:00:00.0000001Z\" | range",
        "timestamp-micros | \"1969-12-31T23:59:59.999999z\" | -1l",
        "timestamp-micros | \"1970-01-01t00:00Z\" | 0l",
        "timestamp-micros | \"1970-01-01T00:00:00-00:30\" | 1800000000l",
        "timestamp-micros | \"1970-01-01T05:00:00+05\" | 0l",
        "timestamp-micros | \"1970-01-01T05:30:00+0530\" | 0l",
        "timestamp-micros | \"0001-01-01T00:00:00Z\" | -62135596800000000l",
        "timestamp-micros | \"0001-01-01T00:00:00+00:01\" | range",
        "timestamp-micros | \"9999-12-31T23:59:59.999999Z\" | 253402300799999999l",
        "timestamp-micros | \"9999-12-31T23:59:59.999999-00:01\" | range",
        "timestamp-micros | \"1970-01-01T00:00:00\" | format",
        "timestamp-micros | \"1970-01-01 00:00:00Z\" | format",
        "timestamp-micros | \"1970-01-01T00:00:60Z\" | format",
        "timestamp-micros | \"1970-01-01T00:00:00+24:00\" | format",
        "timestamp-micros | \"+10000-01-01T00:00:00Z\" | format",
        "timestamp-micros | \"yesterday\" | format",
        "timestamp-micros | \"\" | format",
        "timestamp-micros | 1.5 | type",
        "timestamp-micros | 99999999999999999999 | range",
      })
  void readsDatesAndTimesAsTextOrInteger(String logical, String json, String expected) {
    String type = logical.equals("date") || logical.equals("time-millis") ? "int" : "long";
    assertThat(value("{'type': '" + type + "', 'logicalType': '" + logical + "'}", json))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | 2 | 123.45 | 123.45",
        "5 | 2 | \"123.45\" | 123.45",
        "5 | 2 | -0.01 | -0.01",
        "5 | 2 | 0 | 0.00",
        "5 | 2 | 1.2300 | 1.23",
        "5 | 2 | 1e2 | 100.00",
        "5 | 2 | \"1E-2\" | 0.01",
        "5 | 2 | 999.99 | 999.99",
        "5 | 2 | 1.001 | range",
        "5 | 2 | 1000 | range",
        "5 | 2 | 1e400 | range",
        "5 | 2 | 1e2147483648 | range",
        "5 | 2 | 0e2147483647 | 0.00",
        "5 | 2 | 1e-999999999 | range",
        "5 | 2 | \"+1\" | format",
        "5 | 2 | \"1.\" | format",
        "5 | 2 | \".5\" | format",
        "5 | 2 | \"01\" | format",
        "5 | 2 | \"1 \" | format",
        "5 | 2 | \"1e\" | format",
        "5 | 2 | \"١\" | format",
        "5 | 2 | \"\" | format",
        "5 | 2 | true | type",
        "38 | 18 | 12345678901234567890.123456789012345678"
            + " | 12345678901234567890.123456789012345678",
      })
  void readsDecimalsDigitByDigit(int precision, int scale, String json, String expected) {
    RecordBatch batch =
        decodeValue(
            "{'type': 'bytes', 'logicalType': 'decimal', 'precision': %d, 'scale': %d}"
                .formatted(precision, scale),
            json);

    assertThat(
            batch.size() == 0
                ? batch.reasons().getFirst().code()
                : new BigDecimal(new BigInteger(lastBytes(batch)), scale).toString())
        .isEqualTo(expected);
  }

  private static byte[] lastBytes(RecordBatch batch) {
    AtomicReference<byte[]> last = new AtomicReference<>(new byte[0]);
    batch.replay(
        0,
        new CallLog() {
          @Override
          public void addBytes(byte[] buffer, int offset, int length) {
            last.set(Arrays.copyOfRange(buffer, offset, offset + length));
          }
        });
    return last.get();
  }

  @Test
  void extendsTheSignOfDecimalsInFixed() {
    String decimal =
        "{'type': 'fixed', 'name': 'D', 'size': 4, 'logicalType': 'decimal', 'precision': 5,"
            + " 'scale': 2}";

    assertThat(value(decimal, "-1.00")).isEqualTo("xffffff9c");
    assertThat(value(decimal, "1.00")).isEqualTo("x00000064");
  }

  @Test
  void keepsUuidsInOneForm() {
    String text = "\"123E4567-e89b-12d3-A456-426614174000\"";

    assertThat(value("{'type': 'string', 'logicalType': 'uuid'}", text))
        .isEqualTo("'123e4567-e89b-12d3-a456-426614174000'");
    assertThat(value("{'type': 'fixed', 'name': 'U', 'size': 16, 'logicalType': 'uuid'}", text))
        .isEqualTo("x123e4567e89b12d3a456426614174000");
    assertThat(value("{'type': 'string', 'logicalType': 'uuid'}", "\"123e4567\""))
        .isEqualTo("format");
    assertThat(
            value(
                "{'type': 'string', 'logicalType': 'uuid'}",
                "\"123e4567-e89b-12d3-a456-42661417400g\""))
        .isEqualTo("format");
    assertThat(
            value(
                "{'type': 'string', 'logicalType': 'uuid'}",
                "\"123e4567-e89b-12d3-a456-42661417400１\""))
        .isEqualTo("format");
  }

  @Test
  void absentFieldsTakeTheirDefaultOrNull() {
    DatasetDefinition definition =
        Datasets.withFields(
            "{'name': 'a', 'type': 'int', 'default': 7}",
            "{'name': 'nothing', 'type': 'null'}",
            "{'name': 'b', 'type': ['null', 'string']}",
            "{'name': 'c', 'type': ['string', 'null'], 'default': 'x'}",
            "{'name': 'd', 'type': {'type': 'array', 'items': 'int'}, 'default': [1, 2]}",
            "{'name': 'e', 'type': {'type': 'map', 'values': 'int'}, 'default': {'k': 1}}",
            "{'name': 'f', 'type': {'type': 'record', 'name': 'I', 'fields': ["
                + "{'name': 'x', 'type': 'int', 'default': 3},"
                + "{'name': 'y', 'type': ['null', 'int'], 'default': null},"
                + "{'name': 'z', 'type': 'boolean'}]}, 'default': {'z': true}}",
            "{'name': 'g', 'type': 'bytes', 'default': 'ÿ'}",
            "{'name': 'h', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['P', 'Q']},"
                + " 'default': 'Q'}");

    RecordBatch batch =
        decode(
            definition,
            RecordFormat.NDJSON,
            "{\"time\": 1}\n{\"time\": 2, \"c\": null, \"f\": {\"z\": false}, \"nothing\": null}");

    assertThat(CallLog.of(batch, 0))
        .isEqualTo(
            "0:1l 1:7i 3:'x' 4:{0:{0:1i}{0:2i}} 5:{0:{0:'k' 1:1i}} 6:{0:3i 2:true} 7:xff 8:'Q'");
    assertThat(CallLog.of(batch, 1))
        .isEqualTo("0:2l 6:{2:false 0:3i} 1:7i 4:{0:{0:1i}{0:2i}} 5:{0:{0:'k' 1:1i}} 7:xff 8:'Q'");
  }

  @Test
  void readsMoreThanSixtyFourFieldsInAnyOrder() {
    String[] fields =
        IntStream.range(0, 200)
            .mapToObj(i -> "{'name': 'f" + i + "', 'type': ['null', 'int']}")
            .toArray(String[]::new);
    DatasetDefinition definition = Datasets.withFields(fields);
    String body =
        IntStream.range(0, 200)
            .filter(i -> i % 3 != 0)
            .mapToObj(i -> "\"f" + (199 - i) + "\": " + (199 - i))
            .collect(Collectors.joining(", ", "{", ", \"time\": 5}"));

    RecordBatch batch = decode(definition, RecordFormat.JSON, body);

    assertThat(CallLog.of(batch, 0))
        .isEqualTo(
            IntStream.range(0, 200)
                .filter(i -> i % 3 != 0)
                .mapToObj(i -> (200 - i) + ":" + (199 - i) + "i")
                .collect(Collectors.joining(" ", "", " 0:5l")));
    assertThat(
            decode(definition, RecordFormat.JSON, "{\"time\": 1, \"f150\": 1, \"f150\": 2}")
                .reasons()
                .getFirst()
                .code())
        .isEqualTo("duplicate");
  }

  @Test
  void namesTheEventTimeInMicrosecondsAndItsUtcDate() {
    DatasetDefinition definition =
        Datasets.of(
            new org.apache.avro.Schema.Parser()
                .parse(
                    ("{'type': 'record', 'name': 'R', 'fields': [{'name': 'time', 'type':"
                            + " {'type': 'long', 'logicalType': 'timestamp-millis'},"
                            + " 'default': 1500}]}")
                        .replace('\'', '"')));

    RecordBatch batch =
        decode(
            definition,
            RecordFormat.JSON,
            "[{\"time\": \"1969-12-31T23:59:59.999Z\"}, {}, {\"time\":"
                + " \"2026-03-01T00:30:00+01:00\"}]");

    assertThat(batch.eventTimeMicros(0)).isEqualTo(-1_000);
    assertThat(batch.eventDate(0)).isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(batch.eventTimeMicros(1)).isEqualTo(1_500_000);
    assertThat(batch.eventDate(1)).isEqualTo(LocalDate.of(1970, 1, 1));
    assertThat(batch.eventDate(2)).isEqualTo(LocalDate.of(2026, 2, 28));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.eventDate(3));
  }

  @Test
  void rejectsEachBadRecordWithItsPlaceAndKeepsTheOthers() {
    DatasetDefinition definition =
        Datasets.withFields(
            "{'name': 'v', 'type': ['null', 'int']}",
            "{'name': 'list', 'type': ['null', {'type': 'array', 'items': {'type': 'record',"
                + " 'name': 'I', 'fields': [{'name': 'x', 'type': 'int'}]}}]}",
            "{'name': 'map', 'type': ['null', {'type': 'map', 'values': 'int'}]}");

    RecordBatch batch =
        decode(
            definition,
            RecordFormat.JSON,
            """
            [{"time": 1, "v": 1},
             {"time": 2, "v": "high"},
             {"v": 2},
             {"time": 3, "list": [{"x": 1}, {"x": 2.5}]},
             {"time": 4, "list": [{"x": 1}, {}]},
             {"time": 5, "map": {"a/b~c": true}},
             {"time": 6, "extra": {"deep": [1, 2, {"}": "]"}]}},
             {"time": 7, "time": 8},
             17,
             {"time": 9, "v": 3}]
            """);

    assertThat(batch.size()).isEqualTo(2);
    assertThat(CallLog.of(batch, 0)).isEqualTo("0:1l 1:1i");
    assertThat(CallLog.of(batch, 1)).isEqualTo("0:9l 1:3i");
    assertThat(batch.rejected()).isEqualTo(8);
    assertThat(batch.reasons())
        .containsExactly(
            new RejectedRecord(1, "/v", "type", "expected an int but found the string \"high\""),
            new RejectedRecord(2, "/time", "missing", "the field 'time' is required"),
            new RejectedRecord(
                3,
                "/list/1/x",
                "type",
                "expected an int, without fraction or exponent, but found the number 2.5"),
            new RejectedRecord(4, "/list/1/x", "missing", "the field 'x' is required"),
            new RejectedRecord(5, "/map/a~1b~0c", "type", "expected an int but found true"),
            new RejectedRecord(6, "/extra", "unknown", "the schema has no field 'extra' here"),
            new RejectedRecord(7, "/time", "duplicate", "the field 'time' is given twice"),
            new RejectedRecord(8, "", "type", "expected an object but found the number 17"));
  }

  @Test
  void describesTheFirstReasonsAndCountsAll() {
    DecodeLimits limits = new DecodeLimits(1_000, 10, 100, 100, 3);

    RecordBatch batch =
        RecordDecoder.compile(Datasets.withFields(), limits)
            .decode(RecordFormat.NDJSON, "{}\n".repeat(500).getBytes(StandardCharsets.UTF_8));

    assertThat(batch.rejected()).isEqualTo(500);
    assertThat(batch.reasons()).extracting(RejectedRecord::record).containsExactly(0, 1, 2);
  }

  @Test
  void refusesMoreRecordsThanTheLimit() {
    RecordDecoder decoder =
        RecordDecoder.compile(Datasets.withFields(), new DecodeLimits(3, 10, 100, 100, 3));

    assertThat(decoder.decode(RecordFormat.NDJSON, lines(3)).size()).isEqualTo(3);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> decoder.decode(RecordFormat.NDJSON, lines(4)))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.PayloadTooLarge.class));
  }

  private static byte[] lines(int records) {
    return "{\"time\": 1}\n".repeat(records).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void countsAbsentValuesAgainstTheLimitToo() {
    String fields =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "{'name': 'f" + i + "', 'type': ['null', 'int']}")
            .collect(Collectors.joining(", "));
    DatasetDefinition definition =
        Datasets.withFields(
            "{'name': 'list', 'type': {'type': 'array', 'items': {'type': 'record', 'name': 'I',"
                + " 'fields': ["
                + fields
                + "]}}}");
    String body = "{\"time\": 1, \"list\": [" + "{},".repeat(100_000) + "{}]}";

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> decode(definition, RecordFormat.JSON, body))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.PayloadTooLarge.class));
  }

  @Test
  void limitsStringsAndNumbersWithoutRefusingTheOtherRecords() {
    DecodeLimits limits = new DecodeLimits(100, 10, 20, 10, 10);
    DatasetDefinition definition =
        Datasets.withFields(
            "{'name': 's', 'type': ['null', 'string']}",
            "{'name': 'd', 'type': ['null', 'double']}",
            "{'name': 'b', 'type': ['null', 'bytes']}",
            "{'name': 'm', 'type': ['null', {'type': 'map', 'values': 'int'}]}");
    String body =
        """
        [{"time": 1, "s": "%s"},
         {"time": 1, "s": "%s"},
         {"time": 1, "s": "ééééééééééé"},
         {"time": 1, "d": 1.0000000000000000},
         {"time": 1, "b": "%s"},
         {"time": 1, "m": {"%s": 1}},
         {"time": 1, "d": 1.5}]
        """
            .formatted(
                "x".repeat(20),
                "x".repeat(21),
                Base64.getEncoder().encodeToString(new byte[30]),
                "k".repeat(5_000));

    RecordBatch batch =
        RecordDecoder.compile(definition, limits)
            .decode(RecordFormat.JSON, body.getBytes(StandardCharsets.UTF_8));

    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.reasons())
        .extracting(RejectedRecord::code)
        .containsExactly("length", "length", "length", "length", "length");
  }

  @Test
  void estimatesDistinctValuesOfColumnsThatTheDatasetIsClusteredBy() {
    DatasetDefinition definition =
        Datasets.of(Datasets.withFields("{'name': 'device', 'type': 'string'}").schema(), "device");
    String body =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"time\": 1, \"device\": \"device-" + i % 5_000 + "\"}")
            .collect(Collectors.joining("\n"));

    RecordBatch batch = decode(definition, RecordFormat.NDJSON, body);

    assertThat(batch.distinctEstimate("device").orElseThrow()).isBetween(4_700L, 5_300L);
    assertThat(batch.distinctEstimate("time")).isEmpty();
  }

  @Test
  void refusesToCompileWhatNoDefinitionMayHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> compile(Datasets.withFields("{'name': 'v', 'type': ['null', 'int', 'string']}")))
        .withMessageContaining("'v'");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            compile(
                Datasets.withFields(
                    "{'name': 'v', 'type': {'type': 'int', 'logicalType': 'time-millis'},"
                        + " 'default': -1}")))
        .withMessageContaining("default of field 'v'");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            compile(
                Datasets.of(
                    org.apache.avro.SchemaBuilder.record("R")
                        .fields()
                        .requiredLong("time")
                        .endRecord())))
        .withMessageContaining("event time");
  }

  private static RecordDecoder compile(DatasetDefinition definition) {
    return RecordDecoder.compile(definition, DecodeLimits.DEFAULT);
  }
}
