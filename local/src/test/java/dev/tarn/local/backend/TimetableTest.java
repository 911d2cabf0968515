package dev.tarn.local.backend;

import static dev.tarn.clock.ClockTask.AUDIT;
import static dev.tarn.clock.ClockTask.COMPACT;
import static dev.tarn.clock.ClockTask.EXPIRE;
import static dev.tarn.clock.ClockTask.EXPORTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.clock.ClockTask;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
}
