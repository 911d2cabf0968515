package dev.tarn.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// Reads DuckDB's values as those that [dev.tarn.query.RowCursor] promises. The infinite dates and
/// times, which Java's types do not have, are the strings `infinity` and `-infinity`.
final class ValueReader {
  private static final String INFINITY = "infinity";
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  // The greatest count of a type's units and its negative stand for the infinities.
  private static final Instant LAST_MICROSECOND = after(Long.MAX_VALUE, 1_000_000);
  private static final Instant FIRST_MICROSECOND = after(-Long.MAX_VALUE, 1_000_000);
  private static final Instant LAST_NANOSECOND = after(Long.MAX_VALUE, NANOS_PER_SECOND);
  private static final Instant FIRST_NANOSECOND = after(-Long.MAX_VALUE, NANOS_PER_SECOND);

  private ValueReader() {}

  /// The present row's value in the column, from 1, of JDBC type `type`.
  static @Nullable Object read(ResultSet row, int column, int type) throws SQLException {
    if (type == Types.TIMESTAMP) {
      // The driver's Timestamp goes through the JVM's time zone; this does not.
      LocalDateTime time = row.getObject(column, LocalDateTime.class);
      return time == null ? null : local(time);
    }
    return value(row.getObject(column));
  }

  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case Byte number -> number.longValue();
      case Short number -> number.longValue();
      case Integer number -> number.longValue();
      case Long number -> number;
      case BigInteger number -> number;
      case Float number -> number.doubleValue();
      case Double number -> number;
      case BigDecimal number -> number;
      case String text -> text;
      case Blob blob -> blob.getBytes(1, Math.toIntExact(blob.length()));
      case byte[] bytes -> bytes;
      case LocalDate date -> date(date);
      case LocalTime time -> time;
      case LocalDateTime time -> local(time);
      case OffsetDateTime time -> instant(time.toInstant());
      case Timestamp time -> local(time.toLocalDateTime());
      case Array array -> list((Object[]) array.getArray());
      case Object[] array -> list(array);
      case List<?> list -> list(list.toArray());
      case DuckDBStruct struct -> struct(struct);
      case Map<?, ?> map -> map(map);
      default -> value.toString();
    };
  }

  private static Object date(LocalDate date) {
    long day = date.toEpochDay();
    if (day == Integer.MAX_VALUE) {
      return INFINITY;
    }
    return day == -Integer.MAX_VALUE ? "-" + INFINITY : date;
  }

  private static Object instant(Instant instant) {
    return infinite(instant).isEmpty() ? instant : infinite(instant);
  }

  private static Object local(LocalDateTime time) {
    String infinite = infinite(time.toInstant(ZoneOffset.UTC));
    return infinite.isEmpty() ? time : infinite;
  }

  private static String infinite(Instant instant) {
    if (instant.equals(LAST_MICROSECOND) || instant.equals(LAST_NANOSECOND)) {
      return INFINITY;
    }
    return instant.equals(FIRST_MICROSECOND) || instant.equals(FIRST_NANOSECOND)
        ? "-" + INFINITY
        : "";
  }

  private static Instant after(long units, long perSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(units, perSecond),
        Math.floorMod(units, perSecond) * (NANOS_PER_SECOND / perSecond));
  }

  private static List<@Nullable Object> list(@Nullable Object[] values) throws SQLException {
    List<@Nullable Object> list = new ArrayList<>(values.length);
    for (Object value : values) {
      list.add(value(value));
    }
    return Collections.unmodifiableList(list);
  }

  /// A struct by its fields' names; one without names is a list.
  private static Object struct(DuckDBStruct struct) throws SQLException {
    if (struct.getSQLTypeName().startsWith("TUPLE")) {
      return list(struct.getAttributes());
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Object> field : struct.getMap().entrySet()) {
      fields.put(field.getKey(), value(field.getValue()));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map) throws SQLException {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = value(entry.getKey());
      entries.put(
          key instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(key),
          value(entry.getValue()));
    }
    return Collections.unmodifiableMap(entries);
  }
}
