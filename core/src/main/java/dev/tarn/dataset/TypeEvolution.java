package dev.tarn.dataset;

import dev.tarn.problem.Problem;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// How a schema may change, type by type. Both schemas are ones that [SchemaRules] accept, which
/// bounds the walk.
final class TypeEvolution {
  private TypeEvolution() {}

  /// Refuses `proposed` unless records of `current` can be read by it and keep their columns.
  static void check(Schema current, Schema proposed) {
    record(current, proposed, SchemaPath.TOP);
  }

  private static void record(Schema current, Schema proposed, SchemaPath path) {
    checkFullName(current, proposed, path);
    for (Schema.Field field : current.getFields()) {
      Schema.Field successor = proposed.getField(field.name());
      if (successor == null) {
        String dropped = path.field(field.pos(), field.name()).name();
        throw conflict(
            path.at("fields"),
            "field '%s' is missing; a field can be neither dropped nor renamed".formatted(dropped));
      }
      SchemaPath at = path.field(successor.pos(), successor.name());
      type(field.schema(), successor.schema(), at.at("type"));
      if (field.hasDefaultValue() && !canBeAbsent(successor)) {
        throw conflict(
            at.at("default"),
            at.subject()
                + " loses its default, which records from before the field was added need");
      }
    }
    for (Schema.Field field : proposed.getFields()) {
      if (current.getField(field.name()) == null && !canBeAbsent(field)) {
        SchemaPath at = path.field(field.pos(), field.name());
        throw conflict(
            at,
            at.subject()
                + " is new and required; a new field must be optional or have a default, for the"
                + " records that are there");
      }
    }
  }

  private static boolean canBeAbsent(Schema.Field field) {
    return field.hasDefaultValue()
        || field.schema().isUnion()
        || field.schema().getType() == Schema.Type.NULL;
  }

  private static void type(Schema current, Schema proposed, SchemaPath path) {
    Optionality from = Optionality.of(current);
    Optionality to = Optionality.of(proposed);
    if (isNull(current) && (to.optional() || isNull(proposed))) {
      return;
    }
    if (from.optional() && !to.optional()) {
      throw conflict(
          path, path.subject() + " is optional and cannot become required, as records lack it");
    }
    present(from.type(), to.type(), path);
  }

  private static boolean isNull(Schema schema) {
    return schema.getType() == Schema.Type.NULL;
  }

  private static void present(Schema current, Schema proposed, SchemaPath path) {
    if (!Objects.equals(logical(current), logical(proposed))
        || (current.getType() != proposed.getType() && !widens(current, proposed))) {
      throw conflict(
          path,
          "%s is %s and cannot become %s"
              .formatted(path.subject(), describe(current), describe(proposed)));
    }
    switch (current.getType()) {
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING -> {}
      case FIXED -> {
        checkFullName(current, proposed, path);
        checkSize(current, proposed, path);
      }
      case ENUM -> {
        checkFullName(current, proposed, path);
        checkSymbols(current, proposed, path);
      }
      case ARRAY -> type(current.getElementType(), proposed.getElementType(), path.at("items"));
      case MAP -> type(current.getValueType(), proposed.getValueType(), path.at("values"));
      case RECORD -> record(current, proposed, path);
      case UNION -> throw new IllegalArgumentException("a union stands in a union");
    }
  }

  private static boolean widens(Schema current, Schema proposed) {
    return switch (current.getType()) {
      case INT ->
          switch (proposed.getType()) {
            case LONG, FLOAT, DOUBLE -> true;
            case NULL, BOOLEAN, INT, BYTES, STRING, ENUM, FIXED, ARRAY, MAP, RECORD, UNION -> false;
          };
      case LONG ->
          proposed.getType() == Schema.Type.FLOAT || proposed.getType() == Schema.Type.DOUBLE;
      case FLOAT -> proposed.getType() == Schema.Type.DOUBLE;
      case NULL, BOOLEAN, DOUBLE, BYTES, STRING, ENUM, FIXED, ARRAY, MAP, RECORD, UNION -> false;
    };
  }

  private static void checkFullName(Schema current, Schema proposed, SchemaPath path) {
    if (!current.getFullName().equals(proposed.getFullName())) {
      throw conflict(
          path.at("name"),
          "%s is of %s '%s', which cannot be renamed to '%s'"
              .formatted(
                  path.subject(),
                  current.getType().getName(),
                  current.getFullName(),
                  proposed.getFullName()));
    }
  }

  private static void checkSize(Schema current, Schema proposed, SchemaPath path) {
    if (current.getFixedSize() != proposed.getFixedSize()) {
      throw conflict(
          path.at("size"),
          "%s is fixed of %d bytes and cannot become one of %d"
              .formatted(path.subject(), current.getFixedSize(), proposed.getFixedSize()));
    }
  }

  private static void checkSymbols(Schema current, Schema proposed, SchemaPath path) {
    Set<String> missing = new LinkedHashSet<>(current.getEnumSymbols());
    missing.removeAll(proposed.getEnumSymbols());
    if (!missing.isEmpty()) {
      throw conflict(
          path.at("symbols"),
          "%s lacks the symbol '%s', which records may hold"
              .formatted(path.subject(), missing.iterator().next()));
    }
  }

  /// The name of a logical type and, of a decimal, its numbers; empty if there is none.
  private static String logical(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical == null) {
      return "";
    }
    return logical instanceof LogicalTypes.Decimal decimal
        ? "%s(%d,%d)".formatted(decimal.getName(), decimal.getPrecision(), decimal.getScale())
        : logical.getName();
  }

  private static String describe(Schema schema) {
    String logical = logical(schema);
    String type = schema.getType().getName();
    return logical.isEmpty() ? type : type + " (" + logical + ")";
  }

  private static RuntimeException conflict(SchemaPath path, String detail) {
    return new Problem.SchemaConflict(path.pointer(), detail).exception();
  }
}
