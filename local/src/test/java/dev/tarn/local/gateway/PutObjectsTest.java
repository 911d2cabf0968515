package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PutObjectsTest {
  private static final ObjectKey KEY = new ObjectKey("uploads/readings/u0");

  private final TestGateway gateway;

  PutObjectsTest() throws IOException {
    gateway = TestGateway.start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  private String link() {
    return gateway.linked.presignPut(KEY, Duration.ofMinutes(5)).toString();
  }

  private HttpResponse<String> put(String link, byte[] content) throws Exception {
    return gateway.send(gateway.request(link).PUT(BodyPublishers.ofByteArray(content)));
  }

  private static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(1).nextBytes(content);
    return content;
  }

  /// The head of a PUT to a link that is good, by which `bytes` are to come.
  private String head(long bytes) {
    return "PUT "
        + link()
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + bytes
        + "\r\n\r\n";
  }

  private void assertNothingIsThere() throws IOException {
    assertThat(gateway.linked.head(KEY)).isEmpty();
    assertThat(gateway.arrivals.arrived()).isEmpty();
    assertThat(gateway.arrivals.sizes()).isEmpty();
  }

  @Test
  void aFileLargerThanAnyRequestIsPutAndToldOf() throws Exception {
    byte[] content = random(2_000_000);
    HttpResponse<String> answer = put(link(), content);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(gateway.linked.get(KEY).bytes()).isEqualTo(content);
    String tag = gateway.linked.head(KEY).orElseThrow().etag().value();
    assertThat(answer.headers().firstValue("etag")).contains("\"" + tag + "\"");
    ObjectArrivals.Arrival arrival = gateway.arrivals.arrived().getFirst();
    assertThat(arrival.object()).isEqualTo(gateway.linked.head(KEY).orElseThrow());
    assertThat(arrival.sourceIp()).isEqualTo("127.0.0.1");
    assertThat(answer.headers().firstValue("x-request-id")).contains(arrival.requestId());
    assertThat(gateway.arrivals.sizes()).isEmpty();
  }

  @Test
  void aBodyWithoutLengthComesInChunks() throws Exception {
    byte[] content = random(300_000);
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request(link())
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gateway.linked.get(KEY).bytes()).isEqualTo(content);
  }

  @Test
  void aClientMayAskBeforeItSends() throws Exception {
    assertThat(
            gateway
                .send(
                    gateway
                        .request(link())
                        .expectContinue(true)
                        .PUT(BodyPublishers.ofString("a,b\n")))
                .statusCode())
        .isEqualTo(200);
    assertThat(gateway.linked.get(KEY).bytes()).isEqualTo("a,b\n".getBytes(UTF_8));
  }

  @Test
  void aLargerBodyIsRefusedBeforeItIsSentOrOnceItIs() throws Exception {
    assertThat(gateway.raw(head(2_000_001)))
        .startsWith("HTTP/1.1 413 ")
        .containsIgnoringCase("connection: close");
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request(link())
                .PUT(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[2_000_001]))));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("payload-too-large").contains("2000000 bytes");
    assertNothingIsThere();
  }

  @Test
  void aBodyOfNoLengthAtAllIsRefused() throws Exception {
    assertThat(gateway.raw("PUT " + link() + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 411 ");
    assertNothingIsThere();
  }

  @Test
  void whatWasNotSignedOrHasExpiredOrIsForReadingIsForbidden() throws Exception {
    byte[] content = random(10);
    String reading = gateway.linked.presignGet(KEY, Duration.ofMinutes(5)).toString();

    assertThat(put(link().replace("signature=", "signature=0"), content).statusCode())
        .isEqualTo(403);
    assertThat(put(link().replace("/u0", "/u1"), content).statusCode()).isEqualTo(403);
    assertThat(put(link().replace("expires=1", "expires=2"), content).statusCode()).isEqualTo(403);
    assertThat(put(reading, content).statusCode()).isEqualTo(403);
    assertThat(put("/objects/uploads/readings/u0", content).statusCode()).isEqualTo(403);
    assertThat(gateway.get(link()).statusCode()).isEqualTo(403);
    assertNothingIsThere();
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    for (String method : List.of("POST", "DELETE", "PATCH", "HEAD")) {
      HttpResponse<String> answer =
          gateway.send(gateway.request(link()).method(method, BodyPublishers.noBody()));

      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("allow")).contains("GET, PUT");
    }
    assertNothingIsThere();
  }

  @Test
  void pagesOfOtherSitesCannotPut() throws Exception {
    assertThat(
            gateway
                .send(
                    gateway
                        .request(link())
                        .header("origin", "https://evil.example")
                        .PUT(BodyPublishers.ofString("a")))
                .statusCode())
        .isEqualTo(403);
    assertNothingIsThere();
  }

  @Test
  void aClientThatGoesAwayLeavesNothing() throws Exception {
    try (Socket socket = gateway.connect()) {
      begin(socket);
      awaitArriving(1);
    }
    awaitArriving(0);
    assertNothingIsThere();
    // Its place is free again.
    assertThat(put(link(), random(10)).statusCode()).isEqualTo(200);
  }

  @Test
  void onlySoManyArriveAtOnce() throws Exception {
    try (Socket first = gateway.connect();
        Socket second = gateway.connect()) {
      begin(first);
      begin(second);
      awaitArriving(2);

      HttpResponse<String> refused = put(link(), random(10));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).contains("1");

      finish(first);
      assertThat(TestGateway.head(first)).startsWith("HTTP/1.1 200 ");
      assertThat(put(link(), random(10)).statusCode()).isEqualTo(200);
      finish(second);
      assertThat(TestGateway.head(second)).startsWith("HTTP/1.1 200 ");
    }
  }

  /// Sends the head of a PUT and the first of its two blocks.
  private void begin(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(head(131_072).getBytes(UTF_8));
    out.write(new byte[65_536]);
    out.flush();
  }

  private static void finish(Socket socket) throws IOException {
    socket.getOutputStream().write(new byte[65_536]);
    socket.getOutputStream().flush();
  }

  /// Returns once the first blocks of so many files are there, and no others.
  private void awaitArriving(int files) throws IOException {
    List<Long> wanted = Collections.nCopies(files, 65_536L);
    while (!gateway.arrivals.sizes().equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatCannotBeToldOfIsNotAnswered200() throws Exception {
    gateway.arrivals.refuse();

    assertThat(put(link(), random(10)).statusCode()).isEqualTo(500);
    assertThat(gateway.arrivals.sizes()).isEmpty();
    assertThat(gateway.served().getFirst().failure().orElseThrow()).hasMessage("the queue is full");
  }

  @Test
  void curlPutsAFile() throws Exception {
    Path file = Files.createTempFile("tarn-", ".csv");
    try {
      Files.write(file, random(1_500_000));
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-sS",
                  "-w",
                  "%{http_code}",
                  "-T",
                  file.toString(),
                  gateway.uri().resolve(link()).toString())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(curl.getInputStream().readAllBytes(), UTF_8)).isEqualTo("200");
      assertThat(gateway.linked.head(KEY).orElseThrow().size()).isEqualTo(1_500_000);
    } finally {
      Files.delete(file);
    }
  }
}
