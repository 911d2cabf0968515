package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.LocalDate;

/// Dates, times of day and timestamps: ISO 8601 text (see [IsoText]), or the integer of the logical
/// type. Dates and timestamps lie in the years 0001 to 9999, as tables and SQL engines know no
/// others. What the type's unit cannot hold is refused, not rounded.
final class TemporalCodec extends IntegerCodec {
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long SECONDS_A_DAY = 86_400;

  private enum Kind {
    DATE("a date such as \"2026-01-31\"", " (0001-01-01 to 9999-12-31)"),
    TIME("a time of day such as \"12:34:56.789\"", " (00:00 to before 24:00)"),
    TIMESTAMP(
        "a timestamp such as \"2026-01-31T12:34:56.789Z\"",
        " (0001-01-01T00:00:00Z to before the year 10000)");

    private final String example;
    private final String range;

    Kind(String example, String range) {
      this.example = example;
      this.range = range;
    }
  }

  private final Kind kind;
  private final int decimals;
  private final String wanted;

  private TemporalCodec(
      Kind kind, int decimals, boolean wide, long least, long greatest, String unit) {
    super(wide, least, greatest);
    this.kind = kind;
    this.decimals = decimals;
    wanted = kind.example + " or integer " + unit;
  }

  /// `date`.
  static TemporalCodec date() {
    return new TemporalCodec(Kind.DATE, 0, false, FIRST_DAY, LAST_DAY, "days since 1970-01-01");
  }

  /// `time-millis`.
  static TemporalCodec timeMillis() {
    return new TemporalCodec(
        Kind.TIME, 3, false, 0, SECONDS_A_DAY * 1_000 - 1, "milliseconds since midnight");
  }

  /// `time-micros`.
  static TemporalCodec timeMicros() {
    return new TemporalCodec(
        Kind.TIME, 6, true, 0, SECONDS_A_DAY * 1_000_000 - 1, "microseconds since midnight");
  }

  /// `timestamp-millis`.
  static TemporalCodec timestampMillis() {
    return timestamp(3, 1_000, "milliseconds since 1970-01-01T00:00:00Z");
  }

  /// `timestamp-micros`.
  static TemporalCodec timestampMicros() {
    return timestamp(6, 1_000_000, "microseconds since 1970-01-01T00:00:00Z");
  }

  private static TemporalCodec timestamp(int decimals, long perSecond, String unit) {
    return new TemporalCodec(
        Kind.TIMESTAMP,
        decimals,
        true,
        FIRST_DAY * SECONDS_A_DAY * perSecond,
        (LAST_DAY + 1) * SECONDS_A_DAY * perSecond - 1,
        unit);
  }

  /// How many microseconds the unit of a time or timestamp is.
  long microsPerUnit() {
    return decimals == 3 ? 1_000 : 1;
  }

  @Override
  String wanted() {
    return wanted;
  }

  @Override
  String range() {
    return kind.range;
  }

  @Override
  long fromText(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    long value =
        switch (kind) {
          case DATE -> IsoText.date(text, offset, length);
          case TIME -> IsoText.time(text, offset, length, decimals);
          case TIMESTAMP -> IsoText.timestamp(text, offset, length, decimals);
        };
    if (value == IsoText.MALFORMED) {
      throw in.fault(Fault.Code.FORMAT, "expected " + wanted + " but found " + in.found());
    }
    if (value == IsoText.TOO_PRECISE) {
      throw in.fault(
          Fault.Code.RANGE,
          in.found() + " has more decimals of a second than the " + decimals + " that are kept");
    }
    return value;
  }
}
