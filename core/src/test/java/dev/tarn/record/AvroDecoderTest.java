package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AvroDecoderTest {
  private static Schema schema(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private static Schema written(String... fields) {
    return schema(
        "{'type': 'record', 'name': 'Elsewhere', 'fields': [{'name': 'time', 'type': 'long'}"
            + (fields.length == 0 ? "" : ", ")
            + String.join(", ", fields)
            + "]}");
  }

  private static GenericRecord record(Schema schema, Object... values) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private static byte[] file(Schema schema, GenericRecord... records) {
    return OtherFormats.avroOf(schema, List.of(records), CodecFactory.nullCodec(), 4_000);
  }

  private static RecordBatch decode(DatasetDefinition definition, byte[] body) {
    return RecordDecoder.compile(definition, DecodeLimits.DEFAULT).decode(RecordFormat.AVRO, body);
  }

  private static Problem problem(DatasetDefinition definition, byte[] body) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> decode(definition, body))
        .actual()
        .problem();
  }

  @ParameterizedTest(name = "{0} as {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'int' | 'long' | 7l",
        "'int' | 'float' | 7.0f",
        "'int' | 'double' | 7.0d",
        "'long' | 'double' | 7.0d",
        "'long' | 'int' | type",
        "'float' | 'double' | 7.0d",
        "'double' | 'float' | type",
        "'string' | 'bytes' | '7'",
        "'bytes' | 'string' | '7'",
        "'string' | 'int' | type",
        "'boolean' | 'int' | type",
        "['null','int'] | 'long' | 7l",
        "['int','string'] | 'long' | 7l",
        "['string','boolean'] | 'long' | type",
        "{'type':'long','logicalType':'timestamp-millis'} |"
            + " {'type':'long','logicalType':'timestamp-micros'} | 7000l",
        "{'type':'long','logicalType':'timestamp-micros'} |"
            + " {'type':'long','logicalType':'timestamp-millis'} | range",
        "{'type':'long','logicalType':'local-timestamp-micros'} |"
            + " {'type':'long','logicalType':'timestamp-micros'} | 7l",
        "{'type':'int','logicalType':'time-millis'} |"
            + " {'type':'long','logicalType':'time-micros'} | 7000l",
        "{'type':'int','logicalType':'date'} |"
            + " {'type':'long','logicalType':'timestamp-micros'} | type",
        "{'type':'int','logicalType':'date'} | 'long' | 7l",
        "'int' | {'type':'int','logicalType':'date'} | 7i",
        "'string' | {'type':'enum','name':'E','symbols':['7','8']} | '7'",
        "'string' | {'type':'enum','name':'E','symbols':['8']} | enum",
        "'string' | {'type':'string','logicalType':'uuid'} | format",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':1} |"
            + " {'type':'bytes','logicalType':'decimal','precision':6,'scale':1} | '7'",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':1} |"
            + " {'type':'bytes','logicalType':'decimal','precision':4,'scale':2} | type",
      })
  void typesBecomeOthersByAvrosRulesAndNotOtherwise(String from, String to, String expected) {
    Schema writer = unchecked("{'name': 'v', 'type': " + from + "}");
    byte[] body = file(writer, record(writer, 0L, value(writer.getField("v").schema())));

    RecordBatch batch = decode(unchecked7("{'name': 'v', 'type': " + to + "}"), body);

    if (batch.size() == 0) {
      RejectedRecord reason = batch.reasons().getFirst();
      assertThat(reason.code()).isEqualTo(expected);
      assertThat(reason.pointer()).isEqualTo("/v");
      assertThat(reason.detail()).isNotBlank();
    } else {
      assertThat(CallLog.of(batch, 0)).isEqualTo("0:0l 1:" + expected);
    }
  }

  /// Symbols that are digits are no names, which is all the same here.
  private static Schema unchecked(String... fields) {
    return new Schema.Parser(org.apache.avro.NameValidator.NO_VALIDATION)
        .parse(
            ("{'type': 'record', 'name': 'Elsewhere', 'fields': [{'name': 'time', 'type': 'long'}, "
                    + String.join(", ", fields)
                    + "]}")
                .replace('\'', '"'));
  }

  private static DatasetDefinition unchecked7(String field) {
    return Datasets.of(
        unchecked(field).getFields().stream()
            .map(each ->
                each.name().equals("time")
                    ? new Schema.Field(
                        "time",
                        org.apache.avro.LogicalTypes.timestampMicros()
                            .addToSchema(Schema.create(Schema.Type.LONG)))
                    : new Schema.Field(each, each.schema()))
            .collect(
                java.util.stream.Collectors.collectingAndThen(
                    java.util.stream.Collectors.toList(),
                    fields -> Schema.createRecord("Reading", null, null, false, fields))));
  }

  private static Object value(Schema schema) {
    return switch (schema.getType()) {
      case INT -> 7;
      case LONG -> 7L;
      case FLOAT -> 7f;
      case DOUBLE -> 7.0;
      case BOOLEAN -> true;
      case BYTES -> ByteBuffer.wrap("7".getBytes(StandardCharsets.UTF_8));
      case UNION ->
          value(
              schema.getTypes().stream()
                  .filter(type -> type.getType() != Schema.Type.NULL)
                  .findFirst()
                  .orElseThrow());
      default -> "7";
    };
  }

  @Test
  void fieldsGoByNameOrAliasOthersArePassedOverAndAbsentOnesDefaulted() {
    DatasetDefinition readings =
        Datasets.withFields(
            "{'name': 'station', 'type': 'string', 'aliases': ['site']}",
            "{'name': 'unit', 'type': 'string', 'default': 'mm'}",
            "{'name': 'note', 'type': ['null', 'string']}",
            "{'name': 'place', 'type': {'type': 'record', 'name': 'P', 'fields': ["
                + "{'name': 'lat', 'type': 'double'}]}}");
    Schema writer =
        written(
            "{'name': 'extra', 'type': {'type': 'array', 'items': {'type': 'map', 'values':"
                + " ['null', 'double', {'type': 'fixed', 'name': 'F', 'size': 3}]}}}",
            "{'name': 'site', 'type': 'string'}",
            "{'name': 'place', 'type': {'type': 'record', 'name': 'Q', 'fields': ["
                + "{'name': 'lon', 'type': 'double'}, {'name': 'lat', 'type': 'float'}]}}");
    Schema place = writer.getField("place").schema();
    byte[] body =
        file(
            writer,
            record(writer, 5L, List.of(Map.of("a", 1.5), Map.of()), "x", record(place, 1.0, 2f)));

    RecordBatch batch = decode(readings, body);

    assertThat(batch.reasons()).isEmpty();
    assertThat(RecordTree.all(batch).toString())
        .isEqualTo("[{0=[5], 1=[x], 2=[mm], 4=[{0=[2.0]}]}]");
  }

  @Test
  void aSchemaThatDoesNotResolveRefusesAllRecordsNamingTheFields() {
    DatasetDefinition readings =
        Datasets.withFields(
            "{'name': 'place', 'type': {'type': 'record', 'name': 'P', 'fields': ["
                + "{'name': 'lat', 'type': 'int'}]}}",
            "{'name': 'station', 'type': 'string'}");
    Schema writer =
        written(
            "{'name': 'place', 'type': {'type': 'record', 'name': 'P', 'fields': ["
                + "{'name': 'lat', 'type': 'double'}]}}");
    GenericRecord one = record(writer, 0L, record(writer.getField("place").schema(), 1.0));

    RecordBatch batch = decode(readings, file(writer, one, one, one));

    assertThat(batch.size()).isZero();
    assertThat(batch.rejected()).isEqualTo(3);
    assertThat(batch.reasons())
        .containsExactly(
            new RejectedRecord(
                0, "/place/lat", "type", "the file has double, which is not read as int"),
            new RejectedRecord(
                0,
                "/station",
                "missing",
                "the file has no field 'station', which is required and has no default"));
  }

  @Test
  void aRecordThatDoesNotFitIsRejectedAndTheOthersKept() {
    DatasetDefinition readings =
        Datasets.withFields(
            "{'name': 'kind', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']}}",
            "{'name': 'values', 'type': {'type': 'array', 'items': 'int'}}",
            "{'name': 'day', 'type': {'type': 'int', 'logicalType': 'date'}}");
    Schema writer =
        written(
            "{'name': 'kind', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['B', 'C']}}",
            "{'name': 'values', 'type': {'type': 'array', 'items': ['int', 'null']}}",
            "{'name': 'day', 'type': 'int'}");
    Schema kind = writer.getField("kind").schema();
    byte[] body =
        file(
            writer,
            record(writer, 0L, new GenericData.EnumSymbol(kind, "B"), List.of(1, 2), 0),
            record(writer, 1L, new GenericData.EnumSymbol(kind, "C"), List.of(), 0),
            record(writer, 2L, new GenericData.EnumSymbol(kind, "B"), Arrays.asList(1, null), 0),
            record(writer, 3L, new GenericData.EnumSymbol(kind, "B"), List.of(), 5_000_000),
            record(writer, 4L, new GenericData.EnumSymbol(kind, "B"), List.of(3), 1));

    RecordBatch batch = decode(readings, body);

    assertThat(batch.size()).isEqualTo(2);
    assertThat(CallLog.of(batch, 1)).isEqualTo("0:4l 1:'B' 2:{0:{0:3i}} 3:1i");
    assertThat(batch.reasons())
        .extracting(reason -> reason.record() + " " + reason.pointer() + " " + reason.code())
        .containsExactly("1 /kind enum", "2 /values/1 type", "3 /day range");
  }

  @Test
  void damageIsPlacedByItsBlock() {
    DatasetDefinition readings = Datasets.withFields("{'name': 'name', 'type': 'string'}");
    Schema writer = written("{'name': 'name', 'type': 'string'}");
    GenericRecord[] records =
        IntStream.range(0, 300)
            .mapToObj(i -> record(writer, (long) i, "number " + i))
            .toArray(GenericRecord[]::new);
    byte[] whole =
        OtherFormats.avroOf(writer, List.of(records), CodecFactory.deflateCodec(6), 1_000);
    byte[] cut = Arrays.copyOf(whole, whole.length - 5);
    byte[] mark = whole.clone();
    mark[whole.length - 1] ^= 1;
    byte[] other = "time,name\n0,a".getBytes(StandardCharsets.UTF_8);

    assertThat(decode(readings, whole).size()).isEqualTo(300);
    assertThat(problem(readings, cut).detail()).contains("is damaged").contains("at byte");
    assertThat(problem(readings, mark).detail()).contains("the mark at its end");
    assertThat(problem(readings, other).detail()).contains("does not begin as an Avro");
    assertThat(problem(readings, Arrays.copyOf(whole, 3)).detail()).contains("does not begin");
    assertThat(problem(readings, file(writer)).detail()).contains("no record");
  }

  @Test
  void otherCodecsAreNamed() {
    DatasetDefinition readings = Datasets.withFields();
    Schema writer = written();
    byte[] body = file(writer, record(writer, 0L));
    String text = new String(body, StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace("avro.codec\u0008null", "avro.codec\u0008lzma")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problem(readings, other)).isInstanceOf(Problem.UnsupportedMediaType.class);
    assertThat(problem(readings, other).detail()).contains("lzma").contains("snappy");
  }

  @Test
  void schemasThatComeToTooMuchAreRefused() {
    StringBuilder fields = new StringBuilder("{'name':'f0','type':" + pair(0, "'long'") + "}");
    for (int i = 1; i < 30; i++) {
      fields.append(",{'name':'f" + i + "','type':" + pair(i, "'R" + (i - 1) + "'") + "}");
    }
    Schema doubling = written(fields.toString());
    Schema recursive =
        schema(
            "{'type':'record','name':'N','fields':[{'name':'time','type':'long'},"
                + "{'name':'next','type':['null','N']}]}");
    byte[] body = file(recursive, record(recursive, 0L));

    assertThat(problem(Datasets.withFields(), body).detail()).contains("holds itself");
    assertThat(problem(Datasets.withFields(), file(doubling)).detail()).contains("types");
  }

  private static String pair(int i, String type) {
    return "{'type':'record','name':'R"
        + i
        + "','fields':[{'name':'a','type':"
        + type
        + "},{'name':'b','type':"
        + type
        + "}]}";
  }

  @Test
  void sizesThatAreNotThereAreNotBelieved() {
    DatasetDefinition readings = Datasets.withFields("{'name': 'name', 'type': 'string'}");
    Schema writer = written("{'name': 'name', 'type': 'string'}");
    byte[] whole = file(writer, record(writer, 0L, "abc"));
    int name = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("abc");
    byte[] longer = whole.clone();
    longer[name - 1] = (byte) 0x7e;

    assertThat(problem(readings, longer).detail()).contains("a string of 63 bytes is begun");
  }
}
