package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.inference.Inference;
import dev.tarn.inference.Proposal;
import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.parquet.input.ForeignFiles.Layout;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each of Parquet's types becomes, with files that Parquet's own example writer makes, in
/// which any schema can be. Values are compared with those that the same dataset takes as JSON.
final class ParquetTypesTest {
  private static final ParquetInput PARQUET = new ParquetInput(ParquetInputLimits.DEFAULT);
  private static final String TIME = "required int64 time (TIMESTAMP(MICROS, true)); ";

  private static RecordBatch batch(
      DatasetDefinition dataset, String columns, List<Consumer<Group>> rows) throws IOException {
    return RecordDecoder.compile(dataset, DecodeLimits.DEFAULT)
        .decode(PARQUET, RangedFile.of(file(columns, rows)));
  }

  @SuppressWarnings("unchecked")
  private static byte[] file(String columns, List<Consumer<Group>> rows) {
    return ForeignFiles.rows(
        "message spark_schema { " + TIME + columns + " }",
        Layout.USUAL,
        rows.stream()
            .map(row ->
                (Consumer<Group>)
                    group -> {
                      group.add("time", 0L);
                      row.accept(group);
                    })
            .toArray(Consumer[]::new));
  }

  /// The row with `value` in column `v` is the record of which JSON has `json` there.
  private static void assertBecomes(String column, Consumer<Group> row, String type, String json)
      throws IOException {
    DatasetDefinition dataset =
        Datasets.withFields("{'name': 'v', 'type': ['null', " + type + "], 'default': null}");
    RecordBatch batch = batch(dataset, column, List.of(row));
    RecordBatch expected =
        RecordDecoder.compile(dataset, DecodeLimits.DEFAULT)
            .decode(
                RecordFormat.NDJSON,
                ("{\"time\": 0, \"v\": " + json.replace('\'', '"') + "}")
                    .getBytes(StandardCharsets.UTF_8));

    assertThat(batch.reasons()).isEmpty();
    assertThat(expected.reasons()).isEmpty();
    assertThat(RecordTree.all(batch)).isEqualTo(RecordTree.all(expected));
  }

  private static RejectedRecord rejected(String column, Consumer<Group> row, String type)
      throws IOException {
    RecordBatch batch =
        batch(Datasets.withFields("{'name': 'v', 'type': " + type + "}"), column, List.of(row));
    assertThat(batch.size()).isZero();
    return batch.reasons().getFirst();
  }

  private static Binary int96(Instant time) {
    long second = Math.floorMod(time.getEpochSecond(), 86_400L);
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(second * 1_000_000_000 + time.getNano())
            .putInt((int) (Math.floorDiv(time.getEpochSecond(), 86_400L) + 2_440_588))
            .array());
  }

  @ParameterizedTest
  @CsvSource({
    "MILLIS, true, 1700000000123, 2023-11-14T22:13:20.123Z",
    "MILLIS, false, 1700000000123, 2023-11-14T22:13:20.123Z",
    "MICROS, true, -1, 1969-12-31T23:59:59.999999Z",
    "MICROS, false, 1700000000123456, 2023-11-14T22:13:20.123456Z",
    "NANOS, true, 1700000000123456000, 2023-11-14T22:13:20.123456Z",
    "NANOS, false, 1700000000123456000, 2023-11-14T22:13:20.123456Z"
  })
  void timestampsOfAnyUnitAreThoseOfTheDataset(
      String unit, boolean utc, long value, String expected) throws IOException {
    assertBecomes(
        "optional int64 v (TIMESTAMP(%s,%s));".formatted(unit, utc),
        row -> row.add("v", value),
        "{'type': 'long', 'logicalType': 'timestamp-micros'}",
        "'" + expected + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "2023-11-14T22:13:20.123456Z",
    "1582-10-14T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999Z"
  })
  void timestampsOf96BitsAreTakenInAllYears(Instant time) throws IOException {
    assertBecomes(
        "optional int96 v;",
        row -> row.add("v", int96(time)),
        "{'type': 'long', 'logicalType': 'timestamp-micros'}",
        "'" + time + "'");
  }

  @Test
  void whatTheUnitCannotHoldIsRefusedWithItsValue() throws IOException {
    String micros = "{'type': 'long', 'logicalType': 'timestamp-micros'}";

    assertThat(
            rejected(
                "required int64 v (TIMESTAMP(NANOS,true));",
                row -> row.add("v", 1_700_000_000_000_000_001L),
                micros))
        .isEqualTo(
            new RejectedRecord(
                0,
                "/v",
                "range",
                "the time 1700000000000000001 has more decimals of a second than are kept"));
    assertThat(
            rejected(
                    "required int96 v;",
                    row -> row.add("v", int96(Instant.parse("3000-01-01T00:00:00.000000001Z"))),
                    micros)
                .detail())
        .contains("3000-01-01T00:00:00.000000001Z");
    assertThat(
            rejected(
                    "required int96 v;",
                    row -> row.add("v", int96(Instant.parse("+100000-01-01T00:00:00Z"))),
                    micros)
                .code())
        .isEqualTo("range");
    assertThat(
            rejected("required int64 v (INTEGER(64,false));", row -> row.add("v", -1L), "'long'")
                .detail())
        .isEqualTo(
            "the number 18446744073709551615 is greater than 9223372036854775807, the greatest that"
                + " a long holds");
    assertThat(rejected("required int32 v (DATE);", row -> row.add("v", 0), micros).detail())
        .isEqualTo("the file has date (int), which is not read as timestamp-micros (long)");
  }

  @Test
  void numbersAreTakenAsTheyAre() throws IOException {
    assertBecomes(
        "optional int32 v (INTEGER(32,false));", row -> row.add("v", -1), "'long'", "4294967295");
    assertBecomes("optional int32 v (INTEGER(8,false));", row -> row.add("v", 255), "'int'", "255");
    assertBecomes("optional int32 v (INTEGER(16,true));", row -> row.add("v", -5), "'int'", "-5");
    assertBecomes(
        "optional int64 v (INTEGER(64,false));",
        row -> row.add("v", -1L),
        "'double'",
        "18446744073709551615");
    assertBecomes("optional int32 v;", row -> row.add("v", 7), "'double'", "7");
    assertBecomes("optional boolean v;", row -> row.add("v", true), "'boolean'", "true");
    assertBecomes("optional float v;", row -> row.add("v", 1.5f), "'double'", "1.5");
    assertBecomes(
        "optional fixed_len_byte_array(2) v (FLOAT16);",
        row -> row.add("v", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xbe})),
        "'float'",
        "-1.5");
    assertBecomes(
        "optional int32 v (TIME(MILLIS,false));",
        row -> row.add("v", 1_234),
        "{'type': 'long', 'logicalType': 'time-micros'}",
        "'00:00:01.234'");
    assertBecomes(
        "optional int64 v (TIME(NANOS,true));",
        row -> row.add("v", 1_234_000_000L),
        "{'type': 'int', 'logicalType': 'time-millis'}",
        "'00:00:01.234'");
  }

  @Test
  void decimalsAreTakenWhateverHoldsThem() throws IOException {
    String type = "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}";
    byte[] unscaled = {(byte) 0xff, (byte) 0x85};
    byte[] fixed = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x85};

    assertBecomes("optional int32 v (DECIMAL(9,2));", row -> row.add("v", -123), type, "-1.23");
    assertBecomes("optional int64 v (DECIMAL(12,2));", row -> row.add("v", -123L), type, "-1.23");
    assertBecomes(
        "optional binary v (DECIMAL(30,2));",
        row -> row.add("v", Binary.fromConstantByteArray(unscaled)),
        type,
        "-1.23");
    assertBecomes(
        "optional fixed_len_byte_array(4) v (DECIMAL(9,2));",
        row -> row.add("v", Binary.fromConstantByteArray(fixed)),
        type,
        "-1.23");
  }

  @ParameterizedTest
  @CsvSource({"''", "(STRING)", "(ENUM)", "(JSON)"})
  void textIsTakenHoweverItIsAnnotated(String annotation) throws IOException {
    assertBecomes(
        "optional binary v %s;".formatted(annotation),
        row -> row.add("v", "grün"),
        "'string'",
        "'grün'");
    assertBecomes(
        "required binary v %s;".formatted(annotation),
        row -> row.add("v", "abc"),
        "'bytes'",
        "'YWJj'");
  }

  @Test
  void uuidsAndSymbolsAreTaken() throws IOException {
    byte[] id = new byte[16];
    id[15] = 1;
    assertBecomes(
        "optional fixed_len_byte_array(16) v (UUID);",
        row -> row.add("v", Binary.fromConstantByteArray(id)),
        "{'type': 'string', 'logicalType': 'uuid'}",
        "'00000000-0000-0000-0000-000000000001'");
    assertBecomes(
        "optional binary v (ENUM);",
        row -> row.add("v", "red"),
        "{'type': 'enum', 'name': 'E', 'symbols': ['green', 'red']}",
        "'red'");
  }

  @Test
  void listsAreTakenInAllTheirForms() throws IOException {
    String ints = "{'type': 'array', 'items': ['null', 'int']}";
    String structs =
        "{'type': 'array', 'items': {'type': 'record', 'name': 'I', 'fields': ["
            + "{'name': 'x', 'type': 'int'}]}}";
    Consumer<Group> three =
        row -> {
          Group list = row.addGroup("v");
          list.addGroup(0).add(0, 1);
          list.addGroup(0);
          list.addGroup(0).add(0, 3);
        };
    Consumer<Group> two = row -> row.addGroup("v").append("array", 1).append("array", 2);
    Consumer<Group> struct =
        row -> {
          Group list = row.addGroup("v");
          list.addGroup(0).add(0, 1);
          list.addGroup(0).add(0, 2);
        };

    assertBecomes(
        "optional group v (LIST) { repeated group list { optional int32 element; } }",
        three,
        ints,
        "[1, null, 3]");
    assertBecomes(
        "optional group v (LIST) { repeated group bag { optional int32 array_element; } }",
        three,
        ints,
        "[1, null, 3]");
    assertBecomes("optional group v (LIST) { repeated int32 array; }", two, ints, "[1, 2]");
    assertBecomes(
        "required group v (LIST) { repeated group array { required int32 x; } }",
        struct,
        structs,
        "[{'x': 1}, {'x': 2}]");
    assertBecomes(
        "optional group v (LIST) { repeated group v_tuple { required int32 x; } }",
        struct,
        structs,
        "[{'x': 1}, {'x': 2}]");
    assertBecomes("repeated int32 v;", row -> row.append("v", 5).append("v", 6), ints, "[5, 6]");
    assertBecomes("repeated int32 v;", row -> {}, ints, "[]");
    assertBecomes(
        "repeated group v { required int32 x; }",
        row -> {
          row.addGroup("v").add(0, 1);
          row.addGroup("v").add(0, 2);
        },
        structs,
        "[{'x': 1}, {'x': 2}]");
    assertBecomes(
        "optional group v (LIST) { repeated group list { optional int32 element; } }",
        row -> row.addGroup("v"),
        ints,
        "[]");
    assertBecomes(
        "optional group v (LIST) { repeated group list { optional int32 element; } }",
        row -> {},
        ints,
        "null");
  }

  @Test
  void mapsAreTakenAndOnesWithOtherKeysAsArrays() throws IOException {
    assertBecomes(
        "optional group v (MAP) { repeated group key_value { required binary key (STRING); optional"
            + " int32 value; } }",
        row -> {
          Group map = row.addGroup("v");
          map.addGroup(0).append("key", "a").append("value", 1);
          map.addGroup(0).append("key", "b");
        },
        "{'type': 'map', 'values': ['null', 'int']}",
        "{'a': 1, 'b': null}");
    assertBecomes(
        "optional group v (MAP_KEY_VALUE) { repeated group map { optional binary key; required"
            + " int32 value; } }",
        row -> row.addGroup("v").addGroup(0).append("key", "a").append("value", 1),
        "{'type': 'map', 'values': 'int'}",
        "{'a': 1}");
    assertBecomes(
        "optional group v (MAP) { repeated group key_value { required int32 key; required int32"
            + " value; } }",
        row -> row.addGroup("v").addGroup(0).append("key", 3).append("value", 1),
        "{'type': 'array', 'items': {'type': 'record', 'name': 'P', 'fields': ["
            + "{'name': 'key', 'type': 'int'}, {'name': 'value', 'type': 'int'}]}}",
        "[{'key': 3, 'value': 1}]");
  }

  @Test
  void columnsGoByTheirNamesAsFieldsOfAvroFilesDo() throws IOException {
    DatasetDefinition dataset =
        Datasets.withFields(
            "{'name': 'renamed', 'aliases': ['v'], 'type': 'int'}",
            "{'name': 'absent', 'type': 'string', 'default': 'none'}",
            "{'name': 'empty', 'type': ['null', 'string'], 'default': null}");

    RecordBatch batch =
        batch(
            dataset,
            "required binary unknown; required int32 v; optional int32 `my odd.name`;"
                .replace("`my odd.name`", "odd"),
            List.of(row -> row.append("unknown", "x").append("v", 4)));

    assertThat(batch.reasons()).isEmpty();
    assertThat(RecordTree.all(batch).toString()).contains("4", "none");
    assertThat(
            batch(
                    Datasets.withFields("{'name': 'w', 'type': 'int'}"),
                    "required int32 v;",
                    List.of(row -> row.add("v", 1), row -> row.add("v", 2)))
                .reasons())
        .isEqualTo(
            List.of(
                new RejectedRecord(
                    0,
                    "/w",
                    "missing",
                    "the file has no field 'w', which is required and has no default")));
  }

  @Test
  void aRejectedRowIsKeptAsJson() throws IOException {
    RecordBatch batch =
        batch(
            Datasets.withFields(
                "{'name': 'v', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}",
                "{'name': 'u', 'type': 'long'}"),
            "required int96 v; required int64 u (INTEGER(64,false));",
            List.of(row ->
                row.append("v", int96(Instant.parse("2026-01-01T00:00:00.000001Z")))
                    .append("u", -1L)));

    RawRecord.Kept kept = batch.rejections().getFirst().raw().kept(1_000);
    assertThat(new String(kept.bytes(), kept.from(), kept.length(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"v\":\"2026-01-01T00:00:00.000001Z\","
                + "\"u\":18446744073709551615}");
  }

  @Test
  void aNullKeyIsRefusedWhereItStands() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() ->
            batch(
                Datasets.withFields("{'name': 'v', 'type': {'type': 'map', 'values': 'int'}}"),
                "required group v (MAP) { repeated group m { optional binary key; required int32"
                    + " value; } }",
                List.of(row -> row.addGroup("v").addGroup(0).append("value", 1))))
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.MalformedBody.class);
          assertThat(e.problem().detail())
              .startsWith("row group 0, column 'v.m.key', page at byte ")
              .endsWith(": a key of a map is null");
        });
  }

  @Test
  void aSampleProposesWhatItsValuesAreReadAs() throws IOException {
    byte[] file =
        file(
            "optional int96 spark; optional int64 clock (TIME(NANOS,true)); optional int64 u"
                + " (INTEGER(64,false)); optional int64 seen (TIMESTAMP(MILLIS,false));",
            List.of(
                row -> row.append("seen", 0L).append("u", 5L),
                row -> row.append("seen", 1L).append("spark", int96(Instant.EPOCH))));

    Proposal proposal =
        new Inference(DecodeLimits.DEFAULT, PARQUET).propose(RecordFormat.PARQUET, file);

    assertThat(proposal.rejected()).isZero();
    assertThat(proposal.eventTimes()).isEqualTo(List.of("time", "seen"));
    assertThat(proposal.fields())
        .extracting(Proposal.FieldNote::type)
        .containsExactly(
            "timestamp-micros", "timestamp-micros", "time-micros", "long", "timestamp-millis");
  }
}
