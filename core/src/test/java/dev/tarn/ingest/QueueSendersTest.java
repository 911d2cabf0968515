package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.RateLimits;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whose messages are written: those of senders who may write to the dataset.
class QueueSendersTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final AccessSettings UNCLAIMED_ALL =
      new AccessSettings(true, DatasetGrants.ALL, RateLimits.NONE);

  private final DoorLake lake = new DoorLake();

  @Test
  void aMessageOfSomebodyWhoMayWriteIsWritten() throws IOException {
    assertThat(isWritten(AccessSettings.STRICT, claimed("datasets [places:r readings:w]")))
        .isTrue();
    assertThat(isWritten(AccessSettings.STRICT, claimed("datasets *"))).isTrue();
    assertThat(isWritten(UNCLAIMED_ALL, claimed("datasets "))).isTrue();
    assertThat(isWritten(AccessSettings.WITHOUT_TOKENS, Map.of())).isTrue();
  }

  @Test
  void anyOtherIsLeftForTheDeadLetters() throws IOException {
    for (String claim :
        new String[] {
          "datasets readings:r", "datasets places:rw", "datasets ", "*", "datasets []"
        }) {
      assertThat(isWritten(AccessSettings.STRICT, claimed(claim))).as(claim).isFalse();
    }
    assertThat(isWritten(AccessSettings.STRICT, Map.of())).isFalse();
    assertThat(isWritten(AccessSettings.WITHOUT_TOKENS, claimed("datasets places:rw"))).isFalse();
  }

  @Test
  void attributesThatAPathMadeUpAreNotBelieved() throws IOException {
    assertThat(
            isWritten(
                AccessSettings.STRICT,
                Map.of("access", "datasets places:r", "writer", "datasets *")))
        .isFalse();
    assertThat(
            isWritten(
                AccessSettings.STRICT,
                Map.of("access", "datasets *", "writer", "datasets places:r")))
        .isFalse();
    assertThat(isWritten(AccessSettings.STRICT, Map.of("access", "datasets *"))).isFalse();
    assertThat(isWritten(AccessSettings.WITHOUT_TOKENS, Map.of("writer", "datasets *"))).isFalse();
  }

  private static Map<String, String> claimed(String claim) {
    return Map.of("access", claim, "writer", claim);
  }

  private boolean isWritten(AccessSettings settings, Map<String, String> attributes)
      throws IOException {
    String id = java.util.UUID.randomUUID().toString();
    ObjectNode event = MAPPER.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("messageId", id).put("receiptHandle", "handle");
    record.put("body", "{\"time\": 1, \"device\": \"" + id + "\"}");
    record
        .putObject("attributes")
        .put("ApproximateReceiveCount", "1")
        .put("SentTimestamp", Long.toString(lake.clock.instant().toEpochMilli()));
    ObjectNode texts = record.putObject("messageAttributes");
    texts.putObject("dataset").put("stringValue", "readings").put("dataType", "String");
    attributes.forEach(
        (name, value) -> texts.putObject(name).put("stringValue", value).put("dataType", "String"));
    record.put("eventSource", "aws:sqs").put("eventSourceARN", "arn:aws:sqs:x:0:q");
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new SqsRecordsFunction(lake.process().events, settings, lake.metrics, lake.clock)
        .handle(
            new ByteArrayInputStream(MAPPER.writeValueAsBytes(event)),
            answer,
            lake.clock.instant().plusSeconds(60));
    boolean failed = answer.toString(StandardCharsets.UTF_8).contains(id);
    assertThat(lake.devices().contains(id)).isEqualTo(!failed);
    return !failed;
  }
}
