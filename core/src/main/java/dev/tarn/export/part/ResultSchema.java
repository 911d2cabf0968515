package dev.tarn.export.part;

import dev.tarn.problem.Problem;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.ResultType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// The Avro schema of a SQL result, by the engine's names of its columns' types. Every field may be
/// null. Times are in microseconds; whole numbers of more than 63 bits are decimals; what has no
/// type of its own in Avro is a string.
final class ResultSchema {
  /// As many as readers of Parquet have decimals of; whole numbers of 128 bits may have one more.
  private static final int MOST_DIGITS = 38;

  private static final int DIGITS_OF_64_BITS = 20;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private int records;

  private ResultSchema() {}

  /// The schema of rows with `columns`. Throws [Problem.SqlRefused] for names that files cannot
  /// have.
  static Schema of(List<ResultColumn> columns) {
    return new ResultSchema()
        .record(
            "Row",
            columns.stream()
                .map(column -> new ResultType.Field(column.name(), ResultType.parse(column.type())))
                .toList());
  }

  private Schema record(String name, List<ResultType.Field> columns) {
    List<Schema.Field> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (ResultType.Field column : columns) {
      check(column.name(), taken);
      fields.add(
          new Schema.Field(
              column.name(), nullable(column.type()), null, JsonProperties.NULL_VALUE));
    }
    return Schema.createRecord(name, null, "dev.tarn.export", false, fields);
  }

  private static void check(String name, Set<String> taken) {
    if (!name.matches(NAME)) {
      throw new Problem.SqlRefused(
              "an exported column is named in letters, digits and underscores, unlike '%s'; name it with AS"
                  .formatted(name))
          .exception();
    }
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      throw new Problem.SqlRefused(
              "two exported columns are named '%s'; name one with AS".formatted(name))
          .exception();
    }
  }

  private Schema nullable(ResultType type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), of(type));
  }

  private Schema of(ResultType type) {
    return switch (type) {
      case ResultType.Plain plain -> plain(plain);
      case ResultType.ListOf list -> Schema.createArray(nullable(list.element()));
      case ResultType.MapOf map -> Schema.createMap(nullable(map.value()));
      case ResultType.Struct struct -> record("Record" + ++records, struct.fields());
    };
  }

  private static Schema plain(ResultType.Plain type) {
    return switch (type.name()) {
      case "BOOLEAN" -> Schema.create(Schema.Type.BOOLEAN);
      case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" ->
          Schema.create(Schema.Type.INT);
      case "UINTEGER", "BIGINT" -> Schema.create(Schema.Type.LONG);
      case "UBIGINT" -> decimal(DIGITS_OF_64_BITS, 0);
      case "HUGEINT", "UHUGEINT" -> decimal(MOST_DIGITS, 0);
      case "FLOAT" -> Schema.create(Schema.Type.FLOAT);
      case "DOUBLE" -> Schema.create(Schema.Type.DOUBLE);
      case "DECIMAL" -> decimal(type.arguments().get(0), type.arguments().get(1));
      case "BLOB" -> Schema.create(Schema.Type.BYTES);
      case "DATE" -> of(LogicalTypes.date(), Schema.Type.INT);
      case "TIME" -> of(LogicalTypes.timeMicros(), Schema.Type.LONG);
      case "TIMESTAMP WITH TIME ZONE" -> of(LogicalTypes.timestampMicros(), Schema.Type.LONG);
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          of(LogicalTypes.localTimestampMicros(), Schema.Type.LONG);
      case "UUID" -> of(LogicalTypes.uuid(), Schema.Type.STRING);
      default -> Schema.create(Schema.Type.STRING);
    };
  }

  private static Schema decimal(int precision, int scale) {
    return of(LogicalTypes.decimal(precision, scale), Schema.Type.BYTES);
  }

  private static Schema of(LogicalType logical, Schema.Type type) {
    return logical.addToSchema(Schema.create(type));
  }
}
