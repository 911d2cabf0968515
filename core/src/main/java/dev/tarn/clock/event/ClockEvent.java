package dev.tarn.clock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.clock.ClockTask;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What a clock sends to the export function: `{"task": "compact", "time":
/// "2026-01-31T02:00:00Z"}`, the input of a schedule of EventBridge Scheduler, which puts the time
/// in the place of `<aws.scheduler.scheduled-time>`.
public record ClockEvent(ClockTask task, Instant time) {
  /// The event that `document` is, or empty if it is another kind of event. Throws
  /// [IllegalArgumentException] where it names no task or no time.
  public static Optional<ClockEvent> read(JsonNode document) {
    if (!document.path("task").isTextual()) {
      return Optional.empty();
    }
    String task = document.path("task").asText();
    String time = document.path("time").asText();
    try {
      return Optional.of(
          new ClockEvent(
              ClockTask.parse(task)
                  .orElseThrow(
                      () -> new IllegalArgumentException("a clock has no task '" + task + "'")),
              Instant.parse(time)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a clock's time cannot be '" + time + "'", e);
    }
  }

  /// The event's document.
  public ObjectNode document() {
    return JsonDocument.newObject().put("task", task.label()).put("time", time.toString());
  }
}
