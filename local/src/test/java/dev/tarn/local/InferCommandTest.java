package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferCommandTest {
  private final List<String> sent = new ArrayList<>();
  private final TestConsole console = new TestConsole(this::propose);

  @TempDir private Path directory;

  private ObjectNode propose(JsonNode event) {
    sent.add(
        event.at("/headers/content-type").asText()
            + " "
            + event.at("/headers/content-encoding").asText());
    return TestConsole.body(event).contains("bad")
        ? TestConsole.answer(
            422,
            "application/problem+json",
            "{\"title\": \"Not valid\", \"detail\": \"several kinds\", \"pointer\": \"/a\"}")
        : TestConsole.answer(
            200,
            "application/json",
            """
            {"definition": {"eventTime": "time"}, "records": 2, "eventTimes": ["time"],
             "clusterBy": ["net"], "fields": [{"name": "net", "type": "string", "nulls": 1,
             "distinct": 3, "distinctIsLeast": true, "examples": ["x", "y"]}]}
            """);
  }

  @Test
  void theDefinitionIsPrintedAloneAndWhatWasSeenBesideIt() throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), "time,net\n");

    assertThat(console.run("infer", file.toString())).isZero();

    assertThat(new JsonMapper().readTree(console.out()).path("eventTime").asText())
        .isEqualTo("time");
    assertThat(console.err())
        .contains("2 records", "event time: time", "cluster by: net", "3 or more distinct", "x, y");
    assertThat(sent).containsExactly("text/csv identity");
  }

  @Test
  void aParquetFileIsSentAsOne() throws IOException {
    Path file = Files.writeString(directory.resolve("a.parquet"), "PAR1");

    assertThat(console.run("infer", file.toString())).isZero();

    assertThat(sent).containsExactly("application/vnd.apache.parquet identity");
  }

  @Test
  void aRefusalIsToldWithItsPlace() throws IOException {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "bad");

    assertThat(console.run("infer", file.toString())).isEqualTo(1);

    assertThat(console.err()).contains("/a: ", "several kinds");
  }

  @Test
  void filesThatDoNotSayWhatTheyAreNeedToBeTold() throws IOException {
    Path file = Files.writeString(directory.resolve("sample.dat"), "x");

    assertThat(console.run("infer", file.toString())).isEqualTo(1);
    assertThat(console.err()).contains("--type");
    assertThat(console.run("infer", "--type", "avro", file.toString())).isZero();
    assertThat(console.run("infer", directory.resolve("none.csv").toString())).isEqualTo(1);
  }
}
