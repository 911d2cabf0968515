package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueuedRequestsTest {
  private static final UUID ID = new UUID(1, 2);

  private final List<String> sent = new ArrayList<>();
  private final QueuedRequests requests =
      new QueuedRequests((dataset, body) -> {
        sent.add(dataset + " " + body);
        return new EventQueue.Taken(ID, Instant.EPOCH);
      });

  @Test
  void whatIsSentIsAnsweredAsSqsDoes() throws Exception {
    Answer answer = requests.send("readings", Optional.empty(), bytes("hello"), "id");

    assertThat(sent).containsExactly("{dataset=readings} hello");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.headers().get("content-type")).containsExactly("text/xml");
    assertThat(text(answer))
        .startsWith("<?xml version=\"1.0\"?><SendMessageResponse")
        .contains("<MessageId>" + ID + "</MessageId>")
        // As md5sum has it.
        .contains("<MD5OfMessageBody>5d41402abc4b2a76b9719d911017c592</MD5OfMessageBody>");
  }

  @Test
  void whatNoMessageMayBeIsRefused() throws Exception {
    assertThat(requests.send("readings", Optional.empty(), new byte[0], "id").status())
        .isEqualTo(400);
    assertThat(requests.send("readings", Optional.empty(), new byte[] {(byte) 0xff}, "id").status())
        .isEqualTo(400);
    assertThat(requests.send("readings", Optional.empty(), bytes("a\u0001"), "id").status())
        .isEqualTo(400);
    assertThat(
            requests.send("readings", Optional.empty(), new byte[1024 * 1024 + 1], "id").status())
        .isEqualTo(413);
    assertThat(sent).isEmpty();
    assertThat(
            requests
                .send("readings", Optional.empty(), bytes("\t\r\n ü \ud83d\ude00"), "id")
                .status())
        .isEqualTo(202);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Answer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }
}
