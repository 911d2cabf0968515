package dev.tarn.local.backend;

import static dev.tarn.clock.ClockTask.AUDIT;
import static dev.tarn.clock.ClockTask.COMPACT;
import static dev.tarn.clock.ClockTask.EXPIRE;
import static dev.tarn.clock.ClockTask.EXPORTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.clock.ClockTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimetableTest {
  @Test
  void eachTaskHasItsMinutes() {
    assertThat(Timetable.at(Instant.parse("2026-01-31T13:37:00Z"))).containsExactly(EXPORTS);
    assertThat(Timetable.at(Instant.parse("2026-01-31T13:15:00Z")))
        .containsExactly(EXPORTS, COMPACT);
    assertThat(Timetable.at(Instant.parse("2026-01-31T02:00:00Z")))
        .containsExactly(EXPORTS, EXPIRE);
    assertThat(Timetable.at(Instant.parse("2026-01-31T03:00:00Z"))).containsExactly(EXPORTS, AUDIT);
  }

  @Test
  void aDayHasEachTaskSoManyTimes() {
    Map<ClockTask, Integer> times = new EnumMap<>(ClockTask.class);
    Instant midnight = Instant.parse("2026-01-31T00:00:00Z");
    for (int minute = 0; minute < 24 * 60; minute++) {
      Timetable.at(midnight.plus(Duration.ofMinutes(minute)))
          .forEach(task -> times.merge(task, 1, Integer::sum));
    }

    assertThat(times).isEqualTo(Map.of(EXPORTS, 1_440, COMPACT, 24, EXPIRE, 1, AUDIT, 1));
  }

  @Test
  void theSchedulesInAwsAreTheSame() throws Exception {
    ObjectNode timetable = inAws();

    assertThat(differences(timetable)).isEmpty();
    assertThat(differences(timetable.deepCopy().put("audit", "cron(1 3 * * ? *)"))).hasSize(2);
    assertThat(differences(timetable.deepCopy().put("compact", "cron(15 0 * * ? *)"))).hasSize(23);
    assertThat(differences(timetable.deepCopy().without("expire"))).hasSize(1);
  }

  private static ObjectNode inAws() throws Exception {
    return (ObjectNode)
        new ObjectMapper().readTree(Path.of("..", "infra", "timetable.json").toFile());
  }

  /// The minutes of a day in which other tasks are started in AWS than here.
  private static List<Instant> differences(JsonNode timetable) {
    List<Instant> differences = new ArrayList<>();
    Instant midnight = Instant.parse("2026-01-31T00:00:00Z");
    for (int minute = 0; minute < 24 * 60; minute++) {
      Instant time = midnight.plus(Duration.ofMinutes(minute));
      List<String> started =
          timetable.properties().stream()
              .filter(task -> isDue(task.getValue().asText(), time.atZone(ZoneOffset.UTC)))
              .map(Map.Entry::getKey)
              .toList();
      List<String> here = Timetable.at(time).stream().map(ClockTask::label).toList();
      if (!started.equals(here)) {
        differences.add(time);
      }
    }
    return differences;
  }

  /// Of the scheduler's expressions those that name a minute and an hour, of any day.
  private static boolean isDue(String cron, ZonedDateTime time) {
    assertThat(cron).matches("cron\\((\\*|\\d+) (\\*|\\d+) \\* \\* \\? \\*\\)");
    String[] fields = cron.substring("cron(".length()).split(" ", -1);
    return isOf(fields[0], time.getMinute()) && isOf(fields[1], time.getHour());
  }

  private static boolean isOf(String field, int value) {
    return field.equals("*") || field.equals(Integer.toString(value));
  }
}
