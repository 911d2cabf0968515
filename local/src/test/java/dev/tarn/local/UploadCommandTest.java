package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class UploadCommandTest {
  private static final String COMMITTED =
      """
      {"batchId": "u1", "dataset": "quakes", "status": "committed", "version": 7, "accepted": 1200,
       "rejected": %d, "files": 2, "bytes": 3000, "reasons": []}
      """;

  private record Asked(String line, String body, String authorization) {}

  @TempDir private Path directory;

  private final TestConsole console =
      new TestConsole(
          event -> TestConsole.answer(500, "text/plain", "nothing runs in this process"));
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Deque<String> receipts = new ArrayDeque<>();
  private final HttpServer server;
  private int creation = 201;
  private Deque<Integer> puts = new ArrayDeque<>(List.of(200));
  private String link = "/objects/uploads/quakes/u1?expires=1&signature=2";

  UploadCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String authorization = exchange.getRequestHeaders().getFirst("authorization");
      asked.add(
          new Asked(
              line,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8),
              authorization == null ? "" : authorization));
      switch (exchange.getRequestMethod()) {
        case "POST" ->
            answer(
                exchange,
                creation,
                creation == 201
                    ? "{\"uploadId\": \"u1\", \"url\": \"" + link + "\", \"expiresAt\": \"soon\"}"
                    : "{\"title\": \"Not found\", \"detail\": \"there is no dataset quakes\"}");
        case "PUT" -> answer(exchange, puts.size() > 1 ? puts.remove() : puts.element(), "");
        default ->
            answer(exchange, 200, receipts.size() > 1 ? receipts.remove() : receipts.element());
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private int upload(Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("upload", "quakes", file.toString(), "--url", url(), "--token", "secret"));
    arguments.addAll(List.of(more));
    return console.run(arguments.toArray(String[]::new));
  }

  @Test
  void aFileIsPutAndItsReceiptPrinted() throws IOException {
    receipts.add("{\"status\": \"pending\", \"accepted\": 0, \"rejected\": 0}");
    receipts.add("{\"status\": \"pending\", \"accepted\": 800, \"rejected\": 0}");
    receipts.add(COMMITTED.formatted(0));

    assertThat(upload(file("a.csv.gz", "what it holds"))).as(console.err()).isZero();

    assertThat(console.out()).matches("1,200 records · 3.0 kB in the lake · .* · version 7\n");
    assertThat(console.err())
        .contains("100 % of 13 B sent\n", "0 records so far\n", "800 records so far\n");
    assertThat(asked)
        .extracting(Asked::line)
        .containsExactly(
            "POST /v1/datasets/quakes/uploads",
            "PUT " + link,
            "GET /v1/datasets/quakes/receipts/u1",
            "GET /v1/datasets/quakes/receipts/u1",
            "GET /v1/datasets/quakes/receipts/u1");
    assertThat(asked.getFirst().body())
        .isEqualTo(
            "{\"contentType\":\"text/csv\",\"contentEncoding\":\"gzip\",\"onInvalid\":\"reject\"}");
    assertThat(asked.get(1).body()).isEqualTo("what it holds");
    // A link is good by itself, and may lead to a server that is not to see the token.
    assertThat(asked)
        .extracting(Asked::authorization)
        .containsExactly("Bearer secret", "", "Bearer secret", "Bearer secret", "Bearer secret");
  }

  @Test
  void rejectedRecordsAreCountedAndTheLinkMayBeOfAnotherServer() throws IOException {
    link = url().replace("127.0.0.1", "localhost") + link;
    receipts.add(COMMITTED.formatted(3));

    assertThat(upload(file("a.avro", "x"), "--on-invalid", "quarantine")).isZero();
    assertThat(console.out()).startsWith("1,200 records, 3 rejected · ");
    assertThat(asked.getFirst().body()).contains("\"onInvalid\":\"quarantine\"");
  }

  @Test
  void aRefusedFileEndsWith1AndWithItsReasons() throws IOException {
    receipts.add(
        """
        {"status": "failed", "accepted": 0, "rejected": 2,
         "problem": {"title": "Records do not fit", "detail": "2 of 9 records were rejected"},
         "reasons": [{"record": 4, "pointer": "/mag", "code": "type", "detail": "no number\\u001b"}]}
        """);

    assertThat(upload(file("a.ndjson", "{}"))).isEqualTo(1);
    assertThat(console.err())
        .contains("Refused: Records do not fit: 2 of 9 records were rejected\n")
        .contains("  record 5  /mag  type: no number")
        .doesNotContain("\u001b", "are in the dataset");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void whatCannotBeCreatedOrPutIsToldAndNothingWaitedFor() throws IOException {
    creation = 404;
    assertThat(upload(file("a.ndjson", "{}"))).isEqualTo(1);
    assertThat(console.err()).contains("tarn: Not found: there is no dataset quakes");
    creation = 201;
    puts.addFirst(403);
    assertThat(upload(file("a.ndjson", "{}"))).isEqualTo(1);
    assertThat(console.err()).contains("a.ndjson was not taken: HTTP 403");
    assertThat(asked).extracting(Asked::line).noneMatch(line -> line.startsWith("GET"));
  }

  @Test
  void aPutThatIsRefusedForNowIsMadeAgain() throws IOException {
    puts.addFirst(503);
    receipts.add(COMMITTED.formatted(0));

    assertThat(upload(file("a.ndjson", "{}"))).isZero();
    assertThat(asked).filteredOn(request -> request.line().startsWith("PUT")).hasSize(2);
  }

  @Test
  void itNeedNotWait() throws IOException {
    assertThat(upload(file("a.parquet", ""), "--no-wait")).isZero();
    assertThat(console.out()).contains("GET /v1/datasets/quakes/receipts/u1\n");
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.ndjson, application/x-ndjson, identity",
    "a.jsonl.gz, application/x-ndjson, gzip",
    "a.NDJSON.ZST, application/x-ndjson, zstd",
    "a.b.csv, text/csv, identity",
    "a.csv.deflate, text/csv, deflate",
    "a.avro, application/avro, identity",
    "a.parquet, application/vnd.apache.parquet, identity"
  })
  void theNameTellsTheType(String name, String type, String encoding) throws IOException {
    assertThat(upload(file(name, "x"), "--no-wait")).isZero();
    assertThat(asked.getFirst().body())
        .contains("\"contentType\":\"" + type + "\",\"contentEncoding\":\"" + encoding + "\"");
  }

  @Test
  void whatIsGivenGoesBeforeTheName() throws IOException {
    assertThat(upload(file("a.json", "x"), "--no-wait", "--format", "ndjson", "--encoding", "zstd"))
        .isZero();
    assertThat(asked.getFirst().body())
        .contains("\"contentType\":\"application/x-ndjson\",\"contentEncoding\":\"zstd\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "a", "a.gz", ".csvx.gz"})
  void aNameThatTellsNothingNeedsAFormat(String name) throws IOException {
    assertThat(upload(file(name, "x"))).isEqualTo(1);
    assertThat(console.err())
        .contains("the name " + name + " tells no format: give --format ndjson, csv, avro or");
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsNoFileIsToldBeforeAnythingIsAsked() throws IOException {
    assertThat(upload(directory.resolve("none.csv"))).isEqualTo(1);
    assertThat(console.err()).contains("there is no file ").contains("none.csv");
    assertThat(upload(Files.createDirectory(directory.resolve("d.csv")))).isEqualTo(1);
    assertThat(console.err()).contains("d.csv is no file");
    assertThat(upload(file("a.json.gz", "x"))).isEqualTo(1);
    assertThat(console.err()).contains("is one JSON document by its name");
    Path large = directory.resolve("large.csv");
    try (var sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength((5L << 30) + 1);
    }
    assertThat(upload(large)).isEqualTo(1);
    assertThat(console.err()).contains("has 5368709121 bytes, and an upload 5368709120 at most");
    assertThat(asked).isEmpty();
  }
}
