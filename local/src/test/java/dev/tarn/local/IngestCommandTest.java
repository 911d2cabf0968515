package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {
  private final Set<String> committed = new HashSet<>();
  private final TestConsole console = new TestConsole(this::commit);

  @TempDir private Path directory;

  /// Commits a batch once, and refuses records that hold `bad`.
  private ObjectNode commit(JsonNode event) {
    String body = TestConsole.body(event);
    String[] lines = body.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].contains("bad")) {
        return TestConsole.answer(
            422,
            "application/problem+json",
            """
            {"title": "Records do not fit", "detail": "1 rejected", "rejected": 1,
             "reasons": [{"record": %d, "pointer": "/a", "code": "type", "detail": "not a number"}]}
            """
                .formatted(i));
      }
      if (lines[i].contains("broken")) {
        return TestConsole.answer(
            400,
            "application/problem+json",
            """
            {"title": "The body cannot be parsed", "detail": "no JSON", "line": %d, "column": 2}
            """
                .formatted(i + 1));
      }
    }
    ObjectNode answer =
        TestConsole.answer(
            201,
            "application/json",
            "{\"version\": 3, \"accepted\": " + (lines.length - 1) + ", \"bytes\": 1000}");
    if (!committed.add(event.at("/headers/idempotency-key").asText())) {
      answer.withObject("/headers").put("x-tarn-replayed", "true");
    }
    return answer;
  }

  @Test
  void aFileGoesInAndTheReceiptsAreSummedUp() throws IOException {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{\"a\":1}\n{\"a\":2}\n");
    assertThat(ingest(file)).isZero();

    assertThat(console.out())
        .matches("2 records in 1 batch · 1.0 kB in the lake · .* · version 3\n");
    JsonNode event = console.events().getFirst();
    assertThat(event.at("/routeKey").asText()).isEqualTo("POST /v1/datasets/{dataset}/records");
    assertThat(event.at("/pathParameters/dataset").asText()).isEqualTo("quakes");
    assertThat(event.at("/headers/content-type").asText()).isEqualTo("application/x-ndjson");
    assertThat(TestConsole.body(event)).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
  }

  @Test
  void theSameFileAgainIsReplayed() throws IOException {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{\"a\":1}\n");
    ingest(file);
    assertThat(ingest(file)).isZero();

    assertThat(console.out()).contains("1 of them sent before");
    assertThat(committed).hasSize(1);
  }

  @Test
  void anotherRunIsAnotherFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{\"a\":1}\n");
    ingest(file);
    assertThat(console.run("ingest", "quakes", file.toString(), "--lake", "x", "--run", "second"))
        .isZero();

    assertThat(committed).hasSize(2).anyMatch(key -> key.startsWith("file-second-"));
  }

  @Test
  void standardInputIsAFileToo() {
    console.input("{\"a\":1}\n");
    assertThat(console.run("ingest", "quakes", "-", "--lake", "x")).isZero();
    assertThat(console.out()).startsWith("1 record in 1 batch");
  }

  @Test
  void aRefusedRecordIsToldByItsLineInTheFile() throws IOException {
    Path file =
        Files.writeString(directory.resolve("a.ndjson"), "\n{\"a\":1}\n\n{\"a\":\"bad\"}\n");
    assertThat(ingest(file)).isEqualTo(1);

    assertThat(console.err())
        .contains("Refused line 2 to line 4: Records do not fit: 1 rejected")
        .contains("line 4  /a  type: not a number");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void aLineThatIsNoJsonIsToldByItsLineInTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "\n\nbroken\n");
    assertThat(ingest(file)).isEqualTo(1);
    assertThat(console.err()).contains("  line 3, column 2");
  }

  @Test
  void largeFilesGoInBatchesAndStopAtTheFirstThatIsRefused() throws IOException {
    String megabyte = "{\"a\":\"" + "x".repeat(1_000_000) + "\"}\n";
    Path file =
        Files.writeString(
            directory.resolve("a.ndjson"),
            megabyte.repeat(4) + "{\"a\":\"bad\"}\n" + megabyte.repeat(4));
    assertThat(ingest(file)).isEqualTo(1);
    assertThat(console.err()).contains("line 5  /a").doesNotContain("line 9  /a");
    assertThat(committed).isEmpty();

    Files.writeString(file, megabyte.repeat(9));
    assertThat(ingest(file)).isZero();
    assertThat(console.out()).startsWith("9 records in 3 batches");
    assertThat(committed).hasSize(3);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = directory.resolve("none.ndjson");
    assertThat(ingest(file)).isEqualTo(1);
    assertThat(console.err()).contains("there is no file " + file);
  }

  @Test
  void anEmptyFileIsNoFault() throws IOException {
    Path file = Files.createFile(directory.resolve("empty.ndjson"));
    assertThat(ingest(file)).isZero();
    assertThat(console.out()).startsWith("0 records in 0 batches");
    assertThat(console.events()).isEmpty();
  }

  private int ingest(Path file) {
    return console.run("ingest", "quakes", file.toString(), "--lake", "x");
  }
}
