package dev.tarn.table.delta;

import java.util.Optional;
import org.apache.avro.Schema;

/// Which Parquet files engines read by a wider type than they were written with. Spark reads 32-bit
/// integers as 64-bit ones and as doubles, and floats as doubles; it does not read 64-bit integers
/// as floating-point numbers, nor 32-bit ones as floats, which would lose digits.
final class Widening {
  private Widening() {}

  /// A pointer to the first field that is not readable by `next` in files of `former`; empty if all
  /// are.
  static Optional<String> unreadable(Schema former, Schema next) {
    return unreadable(former, next, "/schema");
  }

  private static Optional<String> unreadable(Schema former, Schema next, String pointer) {
    Schema from = DeltaSchema.nonNull(former);
    Schema to = DeltaSchema.nonNull(next);
    return switch (from.getType()) {
      case RECORD -> inFields(from, to, pointer);
      case ARRAY -> unreadable(from.getElementType(), to.getElementType(), pointer + "/items");
      case MAP -> unreadable(from.getValueType(), to.getValueType(), pointer + "/values");
      case INT -> to.getType() == Schema.Type.FLOAT ? Optional.of(pointer) : Optional.empty();
      case LONG ->
          to.getType() == Schema.Type.FLOAT || to.getType() == Schema.Type.DOUBLE
              ? Optional.of(pointer)
              : Optional.empty();
      case BOOLEAN, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED, NULL, UNION -> Optional.empty();
    };
  }

  private static Optional<String> inFields(Schema from, Schema to, String pointer) {
    for (Schema.Field field : from.getFields()) {
      Schema.Field same = to.getField(field.name());
      if (same != null) {
        Optional<String> found =
            unreadable(field.schema(), same.schema(), pointer + "/fields/" + same.pos() + "/type");
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
