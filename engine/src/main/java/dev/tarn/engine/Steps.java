package dev.tarn.engine;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/// A function of whole numbers that never maps a greater one to a lesser one, told by where its
/// steps are. Times are counted in microseconds since 1970-01-01T00:00:00Z, dates in days.
///
/// Throws [ArithmeticException] or [java.time.DateTimeException] for values it cannot tell of.
interface Steps {
  /// A day in microseconds.
  long DAY = 86_400_000_000L;

  /// Every number to itself.
  Steps SAME = multiples(1);

  /// The least argument that is mapped to `value` or more.
  long least(long value);

  /// The least argument that is mapped to more than `value`.
  long after(long value);

  /// This function, and then `outer` of what it gives.
  default Steps then(Steps outer) {
    Steps inner = this;
    return new Steps() {
      @Override
      public long least(long value) {
        return inner.least(outer.least(value));
      }

      @Override
      public long after(long value) {
        return inner.least(outer.after(value));
      }
    };
  }

  /// Microseconds to their days.
  static Steps days() {
    return multiples(DAY);
  }

  /// Days to their first microseconds.
  static Steps midnights() {
    return parts(DAY);
  }

  /// Microseconds to milliseconds, rounded towards 1970.
  static Steps millis() {
    Steps floor = multiples(1000);
    return new Steps() {
      @Override
      public long least(long value) {
        return floor.least(since1970(value));
      }

      @Override
      public long after(long value) {
        return floor.after(since1970(value));
      }

      private static long since1970(long value) {
        if (value <= 0) {
          throw new ArithmeticException("rounded up before 1970");
        }
        return value;
      }
    };
  }

  /// `n` numbers to each.
  static Steps multiples(long n) {
    return new Steps() {
      @Override
      public long least(long value) {
        return Math.multiplyExact(value, n);
      }

      @Override
      public long after(long value) {
        return Math.multiplyExact(Math.addExact(value, 1), n);
      }
    };
  }

  /// Every number to `n` times itself.
  static Steps parts(long n) {
    return new Steps() {
      @Override
      public long least(long value) {
        return Math.ceilDiv(value, n);
      }

      @Override
      public long after(long value) {
        return Math.floorDiv(value, n) + 1;
      }
    };
  }

  /// Microseconds to the years they are in.
  static Steps years() {
    return new Steps() {
      @Override
      public long least(long value) {
        return micros(LocalDateTime.of(Math.toIntExact(value), 1, 1, 0, 0));
      }

      @Override
      public long after(long value) {
        return least(value + 1);
      }
    };
  }

  /// Microseconds to the first of the `unit` that they are in; empty for a unit not known here.
  static Optional<Steps> starts(String unit) {
    return switch (unit) {
      case "year", "quarter", "month", "week", "day", "hour", "minute", "second" ->
          Optional.of(new Starts(unit));
      default -> Optional.empty();
    };
  }

  /// The steps of [#starts].
  record Starts(String unit) implements Steps {
    @Override
    public long least(long value) {
      return start(value) == value ? value : after(value);
    }

    @Override
    public long after(long value) {
      LocalDateTime start = LocalDateTime.ofInstant(instant(start(value)), ZoneOffset.UTC);
      return micros(
          switch (unit) {
            case "year" -> start.plusYears(1);
            case "quarter" -> start.plusMonths(3);
            case "month" -> start.plusMonths(1);
            case "week" -> start.plusWeeks(1);
            case "day" -> start.plusDays(1);
            case "hour" -> start.plusHours(1);
            case "minute" -> start.plusMinutes(1);
            default -> start.plusSeconds(1);
          });
    }

    private long start(long value) {
      LocalDateTime time = LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
      LocalDateTime midnight = time.truncatedTo(ChronoUnit.DAYS);
      return micros(
          switch (unit) {
            case "year" -> midnight.withDayOfYear(1);
            case "quarter" -> midnight.with(IsoFields.DAY_OF_QUARTER, 1);
            case "month" -> midnight.withDayOfMonth(1);
            case "week" -> midnight.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "day" -> midnight;
            case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
            case "minute" -> time.truncatedTo(ChronoUnit.MINUTES);
            default -> time.truncatedTo(ChronoUnit.SECONDS);
          });
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
  }
}
