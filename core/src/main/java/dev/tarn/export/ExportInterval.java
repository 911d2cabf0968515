package dev.tarn.export;

import dev.tarn.label.Labelled;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/// How often a schedule exports: the length of its windows, which follow each other without gap or
/// overlap whatever a time zone's clocks do.
public enum ExportInterval implements Labelled {
  /// From full hour to full hour.
  HOUR,
  /// From the start of a day to the next.
  DAY,
  /// From Monday to Monday (ISO 8601).
  WEEK,
  /// From the first of a month to the next.
  MONTH;

  private static final DateTimeFormatter HOUR_LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// The interval of that label, if there is one.
  public static Optional<ExportInterval> parse(String label) {
    return Labelled.parse(values(), label);
  }

  /// The window in `zone` that `time` is in. Its label sorts as its time does: `2026-01-31` for a
  /// day, `2026-W05` for a week, `2026-01` for a month, and `2026-01-31T0500Z`, always in UTC, for
  /// an hour, since local hours repeat.
  public ExportWindow window(Instant time, ZoneId zone) {
    Instant from = start(time, zone);
    LocalDate date = LocalDate.ofInstant(from, zone);
    String label =
        switch (this) {
          case HOUR -> HOUR_LABEL.format(from);
          case DAY -> date.toString();
          case WEEK ->
              "%04d-W%02d"
                  .formatted(
                      date.get(IsoFields.WEEK_BASED_YEAR),
                      date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
          case MONTH -> date.toString().substring(0, date.toString().length() - 3);
        };
    return new ExportWindow(label, Optional.of(from), Optional.of(end(from, zone)));
  }

  private Instant start(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    LocalDate date = local.toLocalDate();
    return switch (this) {
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> date.atStartOfDay(zone).toInstant();
      case WEEK ->
          date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant();
      case MONTH -> date.withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }

  private Instant end(Instant from, ZoneId zone) {
    LocalDate date = LocalDate.ofInstant(from, zone);
    return switch (this) {
      case HOUR -> nextHour(from, zone);
      case DAY -> date.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK -> date.plusWeeks(1).atStartOfDay(zone).toInstant();
      case MONTH -> date.plusMonths(1).atStartOfDay(zone).toInstant();
    };
  }

  /// Where clocks are set by less than an hour, an hour from a full hour is none.
  private static Instant nextHour(Instant from, ZoneId zone) {
    Instant after = from;
    Instant next = from;
    while (!next.isAfter(from)) {
      after = after.plus(1, ChronoUnit.HOURS);
      next = after.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
    }
    return next;
  }
}
