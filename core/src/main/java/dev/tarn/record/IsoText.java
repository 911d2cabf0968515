package dev.tarn.record;

import java.time.YearMonth;

/// Dates, times and timestamps from their text: those of RFC 3339 (section 5.6), whose seconds may
/// be left out, and whose offset may have hours alone (both as in ISO 8601). Any number of decimals
/// of a second is read, but only zeros may follow those that the wanted unit can hold.
final class IsoText {
  /// The text is no date, time or timestamp.
  static final long MALFORMED = Long.MIN_VALUE;

  /// The text is one, with more decimals than the unit can hold.
  static final long TOO_PRECISE = Long.MIN_VALUE + 1;

  private static final int DATE_LENGTH = 10;

  private IsoText() {}

  /// Days since 1970-01-01, or [#MALFORMED].
  static long date(char[] text, int offset, int length) {
    return length == DATE_LENGTH ? day(text, offset) : MALFORMED;
  }

  /// A time of day without offset, in units of 10^-`decimals` seconds, or [#MALFORMED] or
  /// [#TOO_PRECISE].
  static long time(char[] text, int offset, int length, int decimals) {
    int end = offset + length;
    int zone = endOfTime(text, offset, end);
    return zone == end ? timeOfDay(text, offset, end, decimals) : MALFORMED;
  }

  /// A time since 1970-01-01T00:00:00Z in units of 10^-`decimals` seconds, or [#MALFORMED] or
  /// [#TOO_PRECISE].
  static long timestamp(char[] text, int offset, int length, int decimals) {
    int end = offset + length;
    if (length <= DATE_LENGTH || (text[offset + DATE_LENGTH] | 0x20) != 't') {
      return MALFORMED;
    }
    long day = day(text, offset);
    int from = offset + DATE_LENGTH + 1;
    int zone = endOfTime(text, from, end);
    long time = timeOfDay(text, from, zone, decimals);
    int shift = offsetMinutes(text, zone, end);
    if (day == MALFORMED || shift == Integer.MIN_VALUE || time == MALFORMED) {
      return MALFORMED;
    }
    if (time == TOO_PRECISE) {
      return TOO_PRECISE;
    }
    return (day * 86_400 - shift * 60L) * unit(decimals) + time;
  }

  private static int endOfTime(char[] text, int from, int end) {
    int i = from;
    while (i < end && ((text[i] >= '0' && text[i] <= ':') || text[i] == '.')) {
      i++;
    }
    return i;
  }

  /// `HH:MM[:SS[.d…]]`.
  private static long timeOfDay(char[] text, int from, int end, int decimals) {
    int length = end - from;
    if ((length != 5 && length != 8 && length < 10) || text[from + 2] != ':') {
      return MALFORMED;
    }
    int hour = two(text, from);
    int minute = two(text, from + 3);
    int second = 0;
    if (length > 5) {
      second = text[from + 5] == ':' ? two(text, from + 6) : -1;
    }
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
      return MALFORMED;
    }
    long seconds = hour * 3600L + minute * 60L + second;
    if (length <= 8) {
      return seconds * unit(decimals);
    }
    return text[from + 8] == '.' ? fraction(seconds, text, from + 9, end, decimals) : MALFORMED;
  }

  private static long fraction(long seconds, char[] text, int from, int end, int decimals) {
    long value = seconds;
    boolean exact = true;
    int left = decimals;
    for (int i = from; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return MALFORMED;
      }
      if (left > 0) {
        value = value * 10 + digit;
        left--;
      } else {
        exact &= digit == 0;
      }
    }
    return exact ? value * unit(left) : TOO_PRECISE;
  }

  /// `Z`, `±HH`, `±HHMM` or `±HH:MM` in minutes east, or the least int.
  private static int offsetMinutes(char[] text, int from, int end) {
    int length = end - from;
    if (length == 1 && (text[from] | 0x20) == 'z') {
      return 0;
    }
    boolean signed = length > 0 && (text[from] == '+' || text[from] == '-');
    boolean colon = length == 6 && text[from + 3] == ':';
    if (!signed || (length != 3 && length != 5 && !colon)) {
      return Integer.MIN_VALUE;
    }
    int hours = two(text, from + 1);
    int minutes = length == 3 ? 0 : two(text, end - 2);
    if ((hours | minutes) < 0 || hours > 23 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int east = hours * 60 + minutes;
    return text[from] == '-' ? -east : east;
  }

  private static long unit(int decimals) {
    return switch (decimals) {
      case 0 -> 1;
      case 1 -> 10;
      case 2 -> 100;
      case 3 -> 1_000;
      case 4 -> 10_000;
      case 5 -> 100_000;
      case 6 -> 1_000_000;
      default -> throw new IllegalArgumentException("no unit has " + decimals + " decimals");
    };
  }

  /// Two digits as a number, or -1.
  private static int two(char[] text, int i) {
    int tens = text[i] - '0';
    int ones = text[i + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }

  /// `YYYY-MM-DD` as days since 1970-01-01 in the proleptic Gregorian calendar, or [#MALFORMED].
  ///
  /// Years begin in March here, so that the leap day ends one, and 400 of them are an era of
  /// 146,097 days.
  private static long day(char[] text, int offset) {
    int century = two(text, offset);
    int yearOfCentury = two(text, offset + 2);
    int month = two(text, offset + 5);
    int day = two(text, offset + 8);
    if ((century | yearOfCentury | month | day) < 0
        || text[offset + 4] != '-'
        || text[offset + 7] != '-'
        || month < 1
        || month > 12
        || day < 1) {
      return MALFORMED;
    }
    int year = century * 100 + yearOfCentury;
    if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
      return MALFORMED;
    }
    int marchYear = month <= 2 ? year - 1 : year;
    int marchMonth = month <= 2 ? month + 9 : month - 3;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
    return era * 146_097L
        + yearOfEra * 365L
        + yearOfEra / 4
        - yearOfEra / 100
        + dayOfYear
        - 719_468;
  }
}
