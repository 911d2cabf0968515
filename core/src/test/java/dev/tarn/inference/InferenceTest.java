package dev.tarn.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.inference.json.ProposalJson;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.OtherFormats;
import dev.tarn.record.RandomRecords;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class InferenceTest {
  private static final Inference INFERENCE =
      new Inference(DecodeLimits.DEFAULT, new ParquetInput(ParquetInputLimits.DEFAULT));

  private static Proposal propose(RecordFormat format, String sample) {
    return INFERENCE.propose(format, sample.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problem(RecordFormat format, String sample) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> propose(format, sample))
        .actual()
        .problem();
  }

  private static String types(Proposal proposal) {
    return proposal.definition().schema().getFields().stream()
        .map(field -> field.name() + " " + type(field.schema()))
        .collect(Collectors.joining(", "));
  }

  private static String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    return switch (schema.getType()) {
      case UNION -> type(schema.getTypes().getLast()) + "?";
      case ARRAY -> "[" + type(schema.getElementType()) + "]";
      case MAP -> "{" + type(schema.getValueType()) + "}";
      case RECORD ->
          schema.getFields().stream()
              .map(field -> field.name() + " " + type(field.schema()))
              .collect(Collectors.joining(", ", "(", ")"));
      default -> schema.getType().getName();
    };
  }

  /// The definition, put and read back, takes all of the sample it was made from.
  private static void assertTakes(Proposal proposal, RecordFormat format, byte[] sample)
      throws IOException {
    byte[] document =
        new JsonMapper()
            .writeValueAsBytes(
                new JsonMapper().readTree(ProposalJson.write(proposal)).path("definition"));
    DatasetDefinition put = DefinitionJson.parseRequest(new DatasetName("put"), document);
    RecordBatch batch = RecordDecoder.compile(put, DecodeLimits.DEFAULT).decode(format, sample);
    assertThat(batch.reasons()).isEmpty();
    assertThat(proposal.rejected()).isZero();
    assertThat((long) batch.size()).isEqualTo(proposal.records());
  }

  @Test
  void jsonGivesEachFieldTheNarrowestTypeThatTakesItsValues() {
    String sample =
        """
        {"id": "123e4567-e89b-12d3-a456-426614174000", "at": "2026-01-31T12:00:00Z", "n": 1, \
        "big": 3000000000, "x": 1, "ok": true, "day": "2026-01-31", "tags": ["a", null], \
        "geo": {"lat": 1.5}, "by": {"k-1": 1}, "none": null, "updated": 1700000000000, "s": "x"}
        {"id": "123e4567-e89b-12d3-a456-426614174001", "at": "2026-01-31T12:00:00.123456Z", \
        "n": 2, "big": 1, "x": 1.5, "ok": false, "day": "2026-02-01", "tags": [], \
        "geo": {"lat": 2, "lon": 3}, "by": {}, "none": null, "updated": 1700000000001}
        """;

    Proposal proposal = propose(RecordFormat.NDJSON, sample);

    assertThat(types(proposal))
        .isEqualTo(
            "id uuid, at timestamp-micros, n int, big long, x double, ok boolean, day date,"
                + " tags [string?], geo (lat double, lon int?), by {int}, none string?,"
                + " updated timestamp-millis, s string?");
    assertThat(proposal.definition().eventTime()).isEqualTo("at");
    assertThat(proposal.eventTimes()).containsExactly("at", "updated");
    assertThat(proposal).isEqualTo(propose(RecordFormat.NDJSON, sample));
  }

  @Test
  void csvGivesAColumnATypeThatAllItsCellsHave() {
    Proposal proposal =
        propose(
            RecordFormat.CSV,
            """
            time,zip,n,x,flag,note,tags,mixed
            2026-01-31T12:00:00Z,01234,1,1.5,TRUE,,"[1, 2]",1
            2026-01-31T12:00:01+02:00,99999,-2,2,false,"",[],a
            """);

    assertThat(types(proposal))
        .isEqualTo(
            "time timestamp-millis, zip string, n int, x double, flag boolean, note string?,"
                + " tags [int], mixed string");
  }

  @Test
  void noteTellsWhatWasSeen() {
    Proposal proposal =
        propose(
            RecordFormat.JSON,
            IntStream.range(0, 100)
                .mapToObj(i ->
                    "{\"time\": \"2026-01-31T12:00:00Z\", \"net\": \"n%d\", \"v\": %s}"
                        .formatted(i % 5, i % 2 == 0 ? "null" : i))
                .toList()
                .toString());

    assertThat(proposal.clusterBy()).containsExactly("net");
    assertThat(proposal.definition().clusterBy()).containsExactly("net");
    assertThat(proposal.fields())
        .contains(
            new Proposal.FieldNote("net", "string", 100, 0, 5, false, List.of("n0", "n1", "n2")),
            new Proposal.FieldNote("v", "int", 50, 50, 50, false, List.of("1", "3", "5")));
  }

  @Test
  void whatNoDefinitionFitsIsRefusedWithThePlace() {
    assertThat(problem(RecordFormat.NDJSON, "{\"a\": 1}").place())
        .contains(Place.pointer("/eventTime"));
    assertThat(problem(RecordFormat.NDJSON, "{\"a\": [1]}\n{\"a\": [\"x\"]}").detail())
        .contains("integers and strings");
    assertThat(problem(RecordFormat.NDJSON, "{\"a-b\": 1}").place())
        .contains(Place.pointer("/a-b"));
    assertThat(problem(RecordFormat.NDJSON, "{\"a\": 1}\n{\"a\": ").place())
        .contains(Place.position(2, 7));
    assertThat(problem(RecordFormat.NDJSON, "[]").place()).contains(Place.position(1, 1));
    assertThat(problem(RecordFormat.CSV, "a,b\n1").place()).contains(Place.position(2, 1));
    assertThat(problem(RecordFormat.CSV, "a,a\n1,2").place()).contains(Place.position(1, 3));
    assertThat(problem(RecordFormat.CSV, "a,b\n")).isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem(RecordFormat.AVRO, "Obj")).isInstanceOf(Problem.MalformedBody.class);
  }

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void proposalsTakeTheGeneratedSamplesTheyWereMadeFrom(int seed) throws IOException {
    RandomRecords random = new RandomRecords(seed);
    Schema schema = random.schema(8);
    List<String> records = IntStream.range(0, 30).mapToObj(i -> random.record(schema)).toList();
    byte[] lines = String.join("\n", records).getBytes(StandardCharsets.UTF_8);
    byte[] csv = OtherFormats.csv(schema, records, LineDelimiter.LF);
    byte[] avro = OtherFormats.avro(schema, records, CodecFactory.snappyCodec(), 2_000);

    check(RecordFormat.NDJSON, lines);
    check(RecordFormat.JSON, records.toString().getBytes(StandardCharsets.UTF_8));
    check(RecordFormat.CSV, csv);
    assertTakes(INFERENCE.propose(RecordFormat.AVRO, avro), RecordFormat.AVRO, avro);
  }

  /// Random records give their time as numbers and text by turns, which no field takes; a proposal
  /// is only held against what it was made from.
  private static void check(RecordFormat format, byte[] sample) throws IOException {
    Proposal proposal;
    try {
      proposal = INFERENCE.propose(format, sample);
    } catch (ProblemException e) {
      assertThat(e.problem()).isInstanceOf(Problem.InvalidDefinition.class);
      return;
    }
    assertTakes(proposal, format, sample);
  }

  @Test
  void proposalsTakeRealDataInEveryFormat() throws IOException {
    Path file = Path.of("..", "samples", "earthquakes.ndjson.gz");
    List<String> records;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      records = lines.lines().limit(5_000).toList();
    }
    byte[] ndjson = String.join("\n", records).getBytes(StandardCharsets.UTF_8);

    Proposal proposal = INFERENCE.propose(RecordFormat.NDJSON, ndjson);
    Schema schema = proposal.definition().schema();
    byte[] csv = OtherFormats.csv(schema, records, LineDelimiter.CRLF);
    byte[] avro = OtherFormats.avro(schema, records, CodecFactory.zstandardCodec(3), 64_000);

    assertThat(proposal.definition().eventTime()).isEqualTo("time");
    assertTakes(proposal, RecordFormat.NDJSON, ndjson);
    assertTakes(INFERENCE.propose(RecordFormat.CSV, csv), RecordFormat.CSV, csv);
    assertTakes(INFERENCE.propose(RecordFormat.AVRO, avro), RecordFormat.AVRO, avro);
  }
}
