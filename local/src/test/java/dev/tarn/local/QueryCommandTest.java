package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
  private static final String ANSWER =
      """
      {"columns": [{"name": "n", "type": "BIGINT"}], "rows": [[42]],
       "stats": {"filesTotal": 8, "filesScanned": 1, "bytesTotal": 96000, "bytesFetched": 12000,
                 "elapsedMs": 41.2, "costUsd": 0.00000423}}
      """;

  @Test
  void rowsAreATableWithWhatItTook() {
    TestConsole console = answering(200, "application/json", ANSWER);
    assertThat(console.run("query", "SELECT 42 AS n", "--lake", "x")).isZero();

    assertThat(console.out())
        .isEqualTo(
            """
                 n
            bigint
                42

            1 row · 1 of 8 files · 12 kB of 96 kB · 41 ms · $0.0000042 · x
            """);
    assertThat(TestConsole.body(console.events().getFirst()))
        .isEqualTo("{\"sql\":\"SELECT 42 AS n\"}");
  }

  @Test
  void jsonIsTheAnswerAsItIs() {
    TestConsole console = answering(200, "application/json", ANSWER);
    assertThat(console.run("query", "SELECT 42", "--lake", "x", "--format", "json")).isZero();
    assertThat(console.out().strip()).isEqualTo(ANSWER.strip());
  }

  @Test
  void ndjsonIsAskedForAndPassedOn() {
    TestConsole console =
        new TestConsole(event -> {
          var answer = TestConsole.answer(200, "application/x-ndjson", "{\"n\":42}\n");
          answer.withObject("/headers").put("x-tarn-stats", "{\"rows\":1}");
          return answer;
        });
    assertThat(console.run("query", "SELECT 42", "--lake", "x", "--format", "ndjson")).isZero();
    assertThat(console.out()).isEqualTo("{\"n\":42}\n");
    assertThat(console.err()).isEqualTo("{\"rows\":1}\n");
    assertThat(console.events().getFirst().at("/headers/accept").asText())
        .isEqualTo("application/x-ndjson");
  }

  @Test
  void aFormatIsWrittenToAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("rows.csv"), "before");
    TestConsole console = answering(200, "text/csv", "n\r\n42\r\n");

    assertThat(
            console.run(
                "query", "SELECT 42", "--lake", "x", "--format", "csv", "--output", "" + file))
        .isZero();

    assertThat(file).hasContent("n\r\n42\r\n");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
    assertThat(console.out()).isEmpty();
    assertThat(console.events().getFirst().at("/headers/accept").asText()).isEqualTo("text/csv");
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/result",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("n\r\n42\r\n".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    try {
      String link = "http://127.0.0.1:%d/result".formatted(server.getAddress().getPort());
      TestConsole console =
          new TestConsole(event -> {
            var answer = TestConsole.answer(303, "text/csv", "");
            answer.withObject("/headers").put("location", link).put("x-tarn-stats", "{}");
            return answer;
          });

      assertThat(console.run("query", "SELECT 42", "--lake", "x", "--format", "csv")).isZero();

      assertThat(console.out()).isEqualTo("n\r\n42\r\n");
      assertThat(console.err()).isEqualTo("{}\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRefusalMarksItsPlaceInTheSql() {
    TestConsole console =
        answering(
            400,
            "application/problem+json",
            """
            {"title": "The SQL is not accepted", "detail": "syntax error at or near 'FORM'",
             "line": 2, "column": 3}
            """);
    assertThat(console.run("query", "SELECT *\n  FORM t", "--lake", "x")).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            """
            tarn: The SQL is not accepted: syntax error at or near 'FORM'
                FORM t
                ^
            """);
  }

  @Test
  void aTarnThatDoesNotAnswerIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    TestConsole console = answering(200, "application/json", ANSWER);
    assertThat(console.run("query", "SELECT 1", "--port", Integer.toString(port))).isEqualTo(1);
    assertThat(console.err()).contains("nothing answers at http://127.0.0.1:" + port);
    assertThat(console.lakes()).isEmpty();
  }

  private static TestConsole answering(int status, String type, String body) {
    return new TestConsole(event -> TestConsole.answer(status, type, body));
  }
}
