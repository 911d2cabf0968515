package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvDecoderTest {
  private static final DatasetDefinition READINGS =
      Datasets.withFields(
          "{'name': 'name', 'type': 'string'}",
          "{'name': 'value', 'type': ['null', 'double'], 'default': null}",
          "{'name': 'unit', 'type': 'string', 'default': 'mm'}",
          "{'name': 'tags', 'type': ['null', {'type': 'array', 'items': 'string'}],"
              + " 'default': null}");

  private static RecordBatch decode(DatasetDefinition definition, byte[] body) {
    return RecordDecoder.compile(definition, DecodeLimits.DEFAULT).decode(RecordFormat.CSV, body);
  }

  private static RecordBatch decode(String body) {
    return decode(READINGS, body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<RejectedRecord> reasons(String body) {
    return decode(body).reasons();
  }

  private static Problem.MalformedBody malformed(byte[] body) {
    return (Problem.MalformedBody)
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> decode(READINGS, body))
            .actual()
            .problem();
  }

  private static Problem.MalformedBody malformed(String body) {
    return malformed(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'boolean' | true | true",
        "'boolean' | False | false",
        "'boolean' | \"TRUE\" | true",
        "'boolean' | yes | type",
        "'int' | -7 | -7i",
        "'int' | \"12\" | 12i",
        "'int' | 007 | type",
        "'int' | +7 | type",
        "'int' | 1.0 | type",
        "'int' | 2147483648 | range",
        "'int' | \"\" | type",
        "'long' | 9223372036854775807 | 9223372036854775807l",
        "'float' | 0.1 | 0.1f",
        "'double' | 1e3 | 1000.0d",
        "'double' | 5 | 5.0d",
        "'double' | NaN | NaNd",
        "'double' | -Infinity | -Infinityd",
        "'double' | 1e999 | range",
        "'double' | x | type",
        "'string' | 5 | '5'",
        "'string' | \"a \"\"b\"\", c\" | 'a \"b\", c'",
        "'string' | \"\" | ''",
        "'string' | null | 'null'",
        "'string' | ü漢😀 | 'ü漢😀'",
        "'bytes' | aGk= | 'hi'",
        "'bytes' | aGk | format",
        "{'type':'enum','name':'E','symbols':['A','B']} | B | 'B'",
        "{'type':'enum','name':'E','symbols':['A','B']} | C | enum",
        "{'type':'int','logicalType':'date'} | 2026-01-31 | 20484i",
        "{'type':'int','logicalType':'date'} | 20484 | 20484i",
        "{'type':'int','logicalType':'time-millis'} | 00:00:01.5 | 1500i",
        "{'type':'long','logicalType':'timestamp-millis'} | 1970-01-01T00:00:01Z | 1000l",
        "{'type':'long','logicalType':'timestamp-millis'} | 1000 | 1000l",
        "{'type':'long','logicalType':'timestamp-millis'} | 1970-01-01T00:00:01 | format",
        "{'type':'string','logicalType':'uuid'} | 123E4567-e89b-12d3-a456-426614174000 |"
            + " '123e4567-e89b-12d3-a456-426614174000'",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2} | 1.25 | '}'",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2} | 1.255 | range",
        "{'type':'array','items':'int'} | \"[1, 2]\" | {0:{0:1i}{0:2i}}",
        "{'type':'array','items':'int'} | [] | {}",
        "{'type':'array','items':'int'} | \"[1, 2\" | json",
        "{'type':'array','items':'int'} | \"[1] [2]\" | json",
        "{'type':'array','items':'int'} | \"[1],\"\"time\"\":5\" | json",
        "{'type':'array','items':'int'} | abc | json",
        "{'type':'map','values':'long'} | \"{\"\"a\"\": 1}\" | {0:{0:'a' 1:1l}}",
      })
  void cellsAreTakenByTheTypeOfTheirField(String type, String cell, String expected) {
    RecordBatch batch =
        decode(
            Datasets.withFields("{'name': 'v', 'type': " + type + "}"),
            ("time,v\n0," + cell + "\n").getBytes(StandardCharsets.UTF_8));

    if (batch.size() == 0) {
      assertThat(batch.reasons().getFirst().code()).isEqualTo(expected);
      assertThat(batch.reasons().getFirst().pointer()).startsWith("/v");
      assertThat(batch.reasons().getFirst().detail()).startsWith("line 2, column 3: ");
    } else {
      assertThat(CallLog.of(batch, 0)).isEqualTo("0:0l 1:" + expected);
    }
  }

  @Test
  void emptyCellsAreNullOrTheDefaultAndQuotedOnesEmptyStrings() {
    RecordBatch batch = decode("unit,value,time,name\n,,0,\"\"\n\"\",1,0,x\n");

    assertThat(RecordTree.all(batch).toString())
        .isEqualTo("[{0=[0], 1=[], 3=[mm]}, {0=[0], 1=[x], 2=[1.0], 3=[]}]");
    assertThat(reasons("time,name\n0,\n1,b\n"))
        .containsExactly(
            new RejectedRecord(
                0,
                "/name",
                "missing",
                "line 2, column 3: the field 'name' is required, but its cell is empty, which is"
                    + " null"));
  }

  @Test
  void absentColumnsHaveTheirDefaultsOrAreNull() {
    assertThat(CallLog.of(decode("name,time\na,0\n"), 0)).isEqualTo("1:'a' 0:0l 3:'mm'");
  }

  @Test
  void linesEndWithLineFeedsOrBothAndTheLastNeedsNone() {
    for (String body :
        List.of(
            "time,name\n0,a\n1,\"b\"",
            "time,name\r\n0,a\r\n1,\"b\"\r\n",
            "\ufefftime,name\r\n\r\n0,a\n\n1,b\n\n",
            "\"time\",\"name\"\n0,a\n1,b")) {
      RecordBatch batch = decode(body);
      assertThat(batch.rejected()).as(body).isZero();
      assertThat(RecordTree.all(batch).toString())
          .as(body)
          .isEqualTo("[{0=[0], 1=[a], 3=[mm]}, {0=[1], 1=[b], 3=[mm]}]");
    }
  }

  @Test
  void aHeaderThatDoesNotFitRefusesAllRowsNamingEachColumnOnce() {
    RecordBatch batch = decode("tme,name,value,name\n0,a,1,b\n1,c,2,d\n");

    assertThat(batch.size()).isZero();
    assertThat(batch.rejected()).isEqualTo(2);
    assertThat(batch.rejectedByCode()).containsExactly(java.util.Map.entry("unknown", 2L));
    assertThat(batch.reasons())
        .containsExactly(
            new RejectedRecord(
                0,
                "/tme",
                "unknown",
                "line 1, column 1: the schema has no field 'tme' for this column"),
            new RejectedRecord(
                0, "/name", "duplicate", "line 1, column 16: the header names 'name' twice"),
            new RejectedRecord(
                0,
                "/time",
                "missing",
                "the header has no column 'time', a field that is required"));
  }

  @Test
  void rowsThatAreNoCsvAreRejectedWithTheirPlaceAndTheOthersKept() {
    String body =
        """
        time,name
        0,a
        1,b"c
        2,"two
        lines"
        3
        4,d,e
        5,"f"g
        6,h\ri
        7,ü,"x\
        """;

    assertThat(RecordTree.all(decode(body)).toString())
        .isEqualTo("[{0=[0], 1=[a], 3=[mm]}, {0=[2], 1=[two\nlines], 3=[mm]}]");
    assertThat(reasons(body))
        .allSatisfy(reason -> assertThat(reason.code()).isEqualTo("csv"))
        .extracting(reason -> reason.record() + " " + reason.detail())
        .containsExactly(
            "1 line 3, column 4: a quotation mark is to stand, doubled, within quotation marks",
            "3 line 6, column 1: the row has 1 cells where the header has 2",
            "4 line 7, column 1: the row has 3 cells where the header has 2",
            "5 line 8, column 6: expected a comma or the end of the line after the closing"
                + " quotation mark",
            "6 line 9, column 4: a carriage return that ends no line is to stand within quotation"
                + " marks",
            "7 line 10, column 5: the quotation mark that opens here is never closed");
  }

  @Test
  void bytesThatAreNotUtf8ArePlaced() {
    byte[] row = "time,name\n0,a\n1,bü?\n".getBytes(StandardCharsets.UTF_8);
    row[row.length - 2] = (byte) 0xff;
    byte[] header = "time,n?\n0,a\n".getBytes(StandardCharsets.UTF_8);
    header[6] = (byte) 0xc3;

    assertThat(decode(READINGS, row).reasons())
        .containsExactly(
            new RejectedRecord(1, "", "csv", "line 3, column 5: the row is not UTF-8"));
    assertThat(malformed(header).place()).contains(Place.position(1, 7));
  }

  @Test
  void bodiesWithoutRecordsAreMalformed() {
    assertThat(malformed("").detail()).contains("empty");
    assertThat(malformed("\n\r\n").detail()).contains("empty");
    assertThat(malformed("time,name\n\n").detail()).contains("no record");
    assertThat(malformed("time,\"name\n0,a").place()).contains(Place.position(1, 6));
    assertThat(malformed("time,name\n0\n1\n").place()).contains(Place.position(2, 1));
  }

  @Test
  void rowsAreCutAsAnotherParserCutsThem() {
    Random random = new Random(7);
    String[] pieces = {"a", "b", ",", ",", "\"", "\"\"", "\n", "\r\n", "ü", " ", "1"};
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      List<List<String>> ours = rows(text.toString());
      if (!ours.contains(List.of("fault"))) {
        compared++;
        assertThat(ours).as("%s", text).isEqualTo(theirs(text.toString()));
      }
    }
    assertThat(compared).isGreaterThan(4_000);
  }

  private static List<List<String>> rows(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    CsvRows rows = new CsvRows(body, 0, body.length, 100);
    List<List<String>> all = new ArrayList<>();
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < rows.cells(); i++) {
        String cell =
            new String(body, rows.start(i), rows.end(i) - rows.start(i), StandardCharsets.UTF_8);
        cells.add(rows.escaped(i) ? cell.replace("\"\"", "\"") : cell);
      }
      all.add(rows.faulty() ? List.of("fault") : cells);
    }
    return all;
  }

  private static List<List<String>> theirs(String text) {
    return CsvReader.builder()
        .allowMissingFields(true)
        .allowExtraFields(true)
        .ofCsvRecord(text)
        .stream()
        .map(CsvRecord::getFields)
        .toList();
  }
}
