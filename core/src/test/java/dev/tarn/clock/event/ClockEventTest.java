package dev.tarn.clock.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.api.json.JsonDocument;
import dev.tarn.clock.ClockTask;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockEventTest {
  private static Optional<ClockEvent> read(String json) {
    return ClockEvent.read(JsonDocument.object(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theInputOfAScheduleIsRead() {
    assertThat(read("{\"task\": \"compact\", \"time\": \"2026-01-31T02:00:00Z\"}"))
        .contains(new ClockEvent(ClockTask.COMPACT, Instant.parse("2026-01-31T02:00:00Z")));
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskIsReadFromItsDocument(ClockTask task) {
    ClockEvent event = new ClockEvent(task, Instant.parse("2026-01-31T02:00:00Z"));

    assertThat(ClockEvent.read(event.document())).contains(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"task\": 1}", "{\"Records\": []}"})
  void aDocumentWithoutATaskIsNone(String json) {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void whatDoesNotFitIsTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"task\": \"dance\", \"time\": \"2026-01-31T02:00:00Z\"}"))
        .withMessageContaining("'dance'");
    for (String time : new String[] {"", ", \"time\": \"<aws.scheduler.scheduled-time>\""}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read("{\"task\": \"audit\"" + time + "}"))
          .withMessageContaining("time");
    }
  }
}
