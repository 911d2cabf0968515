package dev.tarn.export.part;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/// The text of an Avro value that holds no others: times in ISO 8601 with `Z` (without it, those
/// without a zone), decimals with all their digits, binary in base64.
final class ScalarText {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ScalarText() {}

  /// What a value of `schema` is where it is there: the other branch of a union with null.
  static Schema present(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  /// The text of `value`, one of `type`, which is no union.
  static String of(Schema type, Object value) {
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date -> LocalDate.ofEpochDay((Integer) value).toString();
      case LogicalTypes.TimeMillis time -> time((Integer) value * NANOS_PER_MILLI);
      case LogicalTypes.TimeMicros time -> time((Long) value * NANOS_PER_MICRO);
      case LogicalTypes.TimestampMillis time -> instant((Long) value, ChronoUnit.MILLIS);
      case LogicalTypes.TimestampMicros time -> instant((Long) value, ChronoUnit.MICROS);
      case LogicalTypes.LocalTimestampMillis time -> local((Long) value, ChronoUnit.MILLIS);
      case LogicalTypes.LocalTimestampMicros time -> local((Long) value, ChronoUnit.MICROS);
      case LogicalTypes.Decimal decimal ->
          new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toPlainString();
      case null, default -> plain(type, value);
    };
  }

  private static String plain(Schema type, Object value) {
    return switch (type.getType()) {
      case BYTES, FIXED -> Base64.getEncoder().encodeToString(bytes(value));
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, NULL, UNION, RECORD, ARRAY, MAP ->
          value.toString();
    };
  }

  private static String time(long nanos) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
  }

  private static String instant(long units, ChronoUnit unit) {
    return DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH.plus(units, unit));
  }

  private static String local(long units, ChronoUnit unit) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofInstant(Instant.EPOCH.plus(units, unit), ZoneOffset.UTC));
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
