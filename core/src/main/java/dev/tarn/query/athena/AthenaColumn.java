package dev.tarn.query.athena;

import dev.tarn.query.ResultColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import software.amazon.awssdk.services.athena.model.ColumnInfo;

/// A column of a result, and its values, which Athena gives as text (Amazon Athena API Reference,
/// "GetQueryResults" and "ColumnInfo").
final class AthenaColumn {
  private final ResultColumn column;
  private final String type;

  AthenaColumn(ColumnInfo info) {
    this.type = info.type().toLowerCase(Locale.ROOT);
    this.column = new ResultColumn(info.name(), typeName(info));
  }

  ResultColumn column() {
    return column;
  }

  /// The type's name as it is in answers of the function itself, where that has such a type.
  private String typeName(ColumnInfo info) {
    return switch (type) {
      case "float", "real" -> "FLOAT";
      case "decimal" -> "DECIMAL(" + info.precision() + "," + info.scale() + ")";
      case "varbinary" -> "BLOB";
      case "char", "json", "string", "unknown" -> "VARCHAR";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }

  /// The value that `text` is, of a type that [dev.tarn.query.RowCursor#value] names. Throws
  /// [RuntimeException] where it is none of the column's type.
  Object value(String text) {
    return switch (type) {
      case "boolean" -> Boolean.valueOf(text);
      case "tinyint", "smallint", "integer", "int", "bigint" -> Long.valueOf(text);
      case "float", "real", "double" -> Double.valueOf(text);
      case "decimal" -> new BigDecimal(text);
      case "varbinary" -> HexFormat.of().parseHex(text.replace(" ", ""));
      case "date" -> LocalDate.parse(text);
      case "time" -> LocalTime.parse(text);
      case "timestamp" -> LocalDateTime.parse(text.replace(' ', 'T'));
      case "timestamp with time zone" -> instant(text);
      default -> text;
    };
  }

  /// Such as `2026-01-31 12:00:00.000 UTC`, with the name of a zone or with an offset.
  private static Instant instant(String text) {
    int zone = text.indexOf(' ', text.indexOf(' ') + 1);
    return LocalDateTime.parse(text.substring(0, zone).replace(' ', 'T'))
        .atZone(ZoneId.of(text.substring(zone + 1)))
        .toInstant();
  }
}
