package dev.tarn.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportIntervalTest {
  @ParameterizedTest
  @CsvSource({
    "HOUR, UTC, 2026-01-31T05:59:59.999Z, 2026-01-31T0500Z, 2026-01-31T05:00:00Z,"
        + " 2026-01-31T06:00:00Z",
    "HOUR, Asia/Kolkata, 2026-01-31T05:59:00Z, 2026-01-31T0530Z, 2026-01-31T05:30:00Z,"
        + " 2026-01-31T06:30:00Z",
    "DAY, UTC, 2026-01-31T00:00:00Z, 2026-01-31, 2026-01-31T00:00:00Z, 2026-02-01T00:00:00Z",
    "DAY, Europe/Berlin, 2026-03-29T10:00:00Z, 2026-03-29, 2026-03-28T23:00:00Z,"
        + " 2026-03-29T22:00:00Z",
    "WEEK, UTC, 2026-01-01T00:00:00Z, 2026-W01, 2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z",
    "WEEK, America/New_York, 2026-01-05T04:59:00Z, 2026-W01, 2025-12-29T05:00:00Z,"
        + " 2026-01-05T05:00:00Z",
    "MONTH, UTC, 2026-02-28T23:59:59Z, 2026-02, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
    // Midnight does not exist there on that day.
    "DAY, America/Santiago, 2026-09-06T12:00:00Z, 2026-09-06, 2026-09-06T04:00:00Z,"
        + " 2026-09-07T03:00:00Z"
  })
  void aWindowIsTheOneThatATimeIsIn(
      ExportInterval every, String zone, Instant time, String label, Instant from, Instant to) {
    ExportWindow window = every.window(time, ZoneId.of(zone));

    assertThat(window.label()).isEqualTo(label);
    assertThat(window.from()).contains(from);
    assertThat(window.to()).contains(to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/Santiago",
        "Pacific/Apia"
      })
  void windowsFollowEachOtherWithoutGapOverlapOrLabelInCommon(String zone) {
    for (ExportInterval every : ExportInterval.values()) {
      ZoneId where = ZoneId.of(zone);
      ExportWindow window = every.window(Instant.parse("2011-12-01T00:00:00Z"), where);
      Instant end =
          window
              .from()
              .orElseThrow()
              .plus(Duration.ofDays(every == ExportInterval.HOUR ? 500 : 5000));
      while (window.to().orElseThrow().isBefore(end)) {
        ExportWindow next = every.window(window.to().orElseThrow(), where);
        assertThat(next.from()).as("%s after %s", every, window).isEqualTo(window.to());
        assertThat(next.label()).as("%s after %s", every, window).isGreaterThan(window.label());
        Instant last = window.to().orElseThrow().minusMillis(1);
        assertThat(every.window(last, where)).isEqualTo(window);
        window = next;
      }
    }
  }

  @Test
  void labelsAreParsedAndNothingElse() {
    for (ExportInterval every : ExportInterval.values()) {
      assertThat(ExportInterval.parse(every.label())).contains(every);
    }
    assertThat(ExportInterval.parse("DAY")).isEmpty();
  }
}
