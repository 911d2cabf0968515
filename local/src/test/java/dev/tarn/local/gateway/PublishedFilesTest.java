package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedFilesTest {
  private static final String PART = "/exports/quakes/daily/2026-01-31/part-0001.ndjson";
  private static final String CONTENT = "{\"a\":1}\n{\"a\":2}\n";

  private final TestGateway gateway;

  PublishedFilesTest() throws IOException {
    gateway = TestGateway.start();
  }

  @BeforeEach
  void publish() {
    put(PART, CONTENT);
    put("/exports/quakes/daily/latest.json", "{}");
    put("/staging/quakes/secret.ndjson", "not yet");
    put("/exportsecret.ndjson", "nor this");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  private void put(String path, String content) {
    var _ = gateway.published.put(new ObjectKey(path.substring(1)), content.getBytes(UTF_8));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aFileIsServedWhole() throws Exception {
    HttpResponse<String> answer = gateway.get(PART);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
    assertThat(header(answer, "content-type")).isEqualTo("application/x-ndjson");
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "cache-control")).contains("immutable");
    assertThat(header(answer, "etag")).matches("\"[^\"]+\"");
    assertThat(gateway.ingest.events()).isEmpty();
  }

  @Test
  void thePointerToTheLatestIsNotKeptForLong() throws Exception {
    assertThat(header(gateway.get("/exports/quakes/daily/latest.json"), "cache-control"))
        .isEqualTo("public, max-age=60");
  }

  @Test
  void headTellsWhatGetWould() throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request(PART).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "content-length"))
        .isEqualTo(Integer.toString(CONTENT.getBytes(UTF_8).length));
    assertThat(header(answer, "etag")).isEqualTo(header(gateway.get(PART), "etag"));
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-0, 0-0, {", "bytes=8-99, 8-15, '{\"a\":2}\n'", "bytes=15-, 15-15, '\n'"})
  void aRangeIsServedAlone(String range, String served, String content) throws Exception {
    HttpResponse<String> answer = gateway.send(gateway.request(PART).header("range", range));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(header(answer, "content-range")).isEqualTo("bytes " + served + "/16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=16-20",
        "bytes=5-2",
        "bytes=-4",
        "bytes=0-1,4-5",
        "lines=1-2",
        "bytes=x-",
        "bytes=99999999999999999999-"
      })
  void aRangeThatIsNotServedIsAnsweredWithTheWhole(String range) throws Exception {
    HttpResponse<String> answer = gateway.send(gateway.request(PART).header("range", range));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
  }

  @Test
  void aFileThatTheClientHasIsNotSent() throws Exception {
    String tag = header(gateway.get(PART), "etag");

    HttpResponse<String> same = gateway.send(gateway.request(PART).header("if-none-match", tag));
    HttpResponse<String> other =
        gateway.send(gateway.request(PART).header("if-none-match", "\"other\""));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "etag")).isEqualTo(tag);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void filesAreOnlyRead(String method) throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request(PART).method(method, BodyPublishers.ofString("x")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).contains("GET").contains("HEAD");
    assertThat(gateway.get(PART).body()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/exports/quakes/daily/none.ndjson",
        "/exports/",
        "/exports",
        "/exports/quakes/daily/2026-01-31",
        "/exports/../staging/quakes/secret.ndjson",
        "/exports/%2e%2e/staging/quakes/secret.ndjson",
        "/exports/..%2fstaging/quakes/secret.ndjson",
        "/exports//staging/quakes/secret.ndjson",
        "/exportsecret.ndjson",
        "/staging/quakes/secret.ndjson"
      })
  void whatIsNotPublishedIsNotServed(String path) throws Exception {
    // As it is, for a client of its own would put such paths in order.
    String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 ");
  }
}
