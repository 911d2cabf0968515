package dev.tarn.export.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// Schedules as JSON, in the form in which they are kept and answered.
public final class ScheduleJson {
  private ScheduleJson() {}

  /// `schedule` as a JSON object.
  public static ObjectNode node(Schedule schedule) {
    ObjectNode node = JsonDocument.newObject();
    node.put("dataset", schedule.dataset().value());
    node.put("name", schedule.name().value());
    node.put("every", schedule.every().label());
    node.put("timezone", schedule.timezone().getId());
    node.put("mode", schedule.mode().label());
    node.put("format", schedule.format().label());
    node.put("compression", schedule.compression().label());
    schedule.sql().ifPresent(sql -> node.put("sql", sql));
    node.put("delay", schedule.delay().toString());
    node.put("from", schedule.start().toString());
    return node;
  }

  static byte[] write(Schedule schedule, Schedule.Progress progress) {
    ObjectNode node = node(schedule);
    node.set("creator", CreatorJson.node(schedule.creator()));
    node.put("next", progress.next().toString());
    progress.exportedVersion().ifPresent(version -> node.put("exportedVersion", version));
    return JsonDocument.bytes(node);
  }

  static Schedule schedule(JsonNode node) {
    return new Schedule(
        new DatasetName(text(node, "dataset")),
        new ExportName(text(node, "name")),
        ExportInterval.parse(text(node, "every")).orElseThrow(),
        ZoneId.of(text(node, "timezone")),
        ExportMode.parse(text(node, "mode")).orElseThrow(),
        ExportFormat.parse(text(node, "format")).orElseThrow(),
        ExportCompression.parse(text(node, "compression")).orElseThrow(),
        node.has("sql") ? Optional.of(text(node, "sql")) : Optional.empty(),
        Duration.parse(text(node, "delay")),
        Instant.parse(text(node, "from")),
        CreatorJson.read(node.path("creator")));
  }

  static Schedule.Progress progress(JsonNode node) {
    return new Schedule.Progress(
        Instant.parse(text(node, "next")),
        node.has("exportedVersion")
            ? OptionalLong.of(node.path("exportedVersion").asLong())
            : OptionalLong.empty());
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
