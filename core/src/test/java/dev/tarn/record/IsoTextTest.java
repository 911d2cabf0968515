package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What java.time makes of a text is the oracle; it takes more forms, all of which that it writes
/// itself are read alike.
final class IsoTextTest {
  private static final int TRIALS = 200_000;
  private static final String TELLING = "0123456789-:.TZ+tz ";

  private static long timestamp(String text, int decimals) {
    return IsoText.timestamp(text.toCharArray(), 0, text.length(), decimals);
  }

  @Test
  void readsEveryDayOfTheCalendar() {
    LocalDate last = LocalDate.of(9999, 12, 31);
    for (LocalDate day = LocalDate.of(0, 1, 1); !day.isAfter(last); day = day.plusDays(1)) {
      char[] text = day.toString().toCharArray();
      if (IsoText.date(text, 0, text.length) != day.toEpochDay()) {
        assertThat(IsoText.date(text, 0, text.length))
            .as(day.toString())
            .isEqualTo(day.toEpochDay());
      }
    }
  }

  @Test
  void readsWhatJavaTimeWrites() {
    Random random = new Random(7);
    for (int i = 0; i < TRIALS; i++) {
      long micros = random.nextLong(253_402_300_800_000_000L);
      Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      OffsetDateTime time =
          instant.atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(145) - 72) * 900));
      String text = random.nextBoolean() ? instant.toString() : time.toString();

      assertThat(timestamp(text, 6)).as(text).isEqualTo(micros);
      assertThat(timestamp(text, 3))
          .as(text)
          .isEqualTo(micros % 1_000 == 0 ? micros / 1_000 : IsoText.TOO_PRECISE);
      LocalTime ofDay = LocalTime.ofNanoOfDay(micros % 86_400_000_000L * 1_000);
      char[] clock = ofDay.toString().toCharArray();
      assertThat(IsoText.time(clock, 0, clock.length, 6))
          .as(ofDay.toString())
          .isEqualTo(ofDay.toNanoOfDay() / 1_000);
    }
  }

  @Test
  void refusesWhatJavaTimeRefuses() {
    Random random = new Random(11);
    for (int i = 0; i < TRIALS; i++) {
      StringBuilder text = new StringBuilder("2024-02-28T23:59:58.123456+01:30");
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(text.length());
        char c = TELLING.charAt(random.nextInt(TELLING.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, c);
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, c);
        }
      }
      long read = timestamp(text.toString(), 6);
      if (read != IsoText.MALFORMED && read != IsoText.TOO_PRECISE) {
        assertThat(read).as(text.toString()).isEqualTo(javaTime(text.toString()));
      }
    }
  }

  /// Java reads no `+01` and no `+0130`, no more than nine decimals, and no offset beyond 18 hours.
  private static long javaTime(String text) {
    String zoned =
        text.replaceFirst("([+-]\\d\\d)$", "$1:00")
            .replaceFirst("(T[^+-]*[+-]\\d\\d)(\\d\\d)$", "$1:$2")
            .replaceFirst("(\\.\\d{9})0+", "$1");
    int sign = Math.max(zoned.lastIndexOf('+'), zoned.lastIndexOf('-'));
    boolean wide = sign > 10 && zoned.substring(sign + 1).compareTo("18:00") > 0;
    try {
      if (!wide) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(zoned).toInstant());
      }
      LocalTime east = LocalTime.parse(zoned.substring(sign + 1));
      long utc =
          ChronoUnit.MICROS.between(
              Instant.EPOCH, OffsetDateTime.parse(zoned.substring(0, sign) + "Z").toInstant());
      long shift = east.toSecondOfDay() * 1_000_000L;
      return zoned.charAt(sign) == '+' ? utc - shift : utc + shift;
    } catch (DateTimeException e) {
      throw new AssertionError("java.time refuses " + text, e);
    }
  }
}
