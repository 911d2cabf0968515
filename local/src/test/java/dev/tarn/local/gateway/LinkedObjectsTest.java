package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkedObjectsTest {
  private static final ObjectKey KEY = new ObjectKey("results/a b%20c");

  private final TestGateway gateway;

  LinkedObjectsTest() throws IOException {
    gateway = TestGateway.start();
    var _ = gateway.linked.put(KEY, "a,b\r\n1,2\r\n".getBytes(UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  private String link() {
    return gateway.linked.presignGet(KEY, Duration.ofMinutes(5), "text/csv").toString();
  }

  @Test
  void aLinkLeadsToItsObjectAsItsMediaType() throws Exception {
    HttpResponse<String> answer = gateway.get(link());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("a,b\r\n1,2\r\n");
    assertThat(answer.headers().firstValue("content-type")).contains("text/csv");
    assertThat(answer.headers().firstValue("cache-control")).contains("private, no-store");
    assertThat(gateway.query.events()).isEmpty();
  }

  @Test
  void aRangeOfAnObjectIsServed() throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request(link()).header("range", "bytes=5-7"));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo("1,2");
  }

  @Test
  void whatWasNotSignedIsForbidden() throws Exception {
    assertThat(gateway.get(link().replace("signature=", "signature=0")).statusCode())
        .isEqualTo(403);
    assertThat(gateway.get("/objects/results/a%20b%2520c").statusCode()).isEqualTo(403);
    gateway.linked.delete(List.of(KEY));
    assertThat(gateway.get(link()).statusCode()).isEqualTo(404);
  }
}
