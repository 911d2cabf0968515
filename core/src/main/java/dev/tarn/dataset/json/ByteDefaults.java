package dev.tarn.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.Problem;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.util.internal.Accessor;

/// Defaults of `bytes` and `fixed`, which are JSON strings with a character per byte. Avro takes
/// any string and puts `?` for what is no byte, so that the default would silently be another one;
/// here it is refused. This needs the default's JSON, as Avro gives only the bytes it made of it.
final class ByteDefaults {
  private final Set<String> seen = new HashSet<>();

  private ByteDefaults() {}

  /// Throws [Problem.InvalidDefinition] if a default in `schema` holds a character above U+00FF
  /// where it stands for a byte.
  static void check(Schema schema) {
    new ByteDefaults().type(schema);
  }

  private void type(Schema schema) {
    switch (schema.getType()) {
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, FIXED, ENUM -> {}
      case ARRAY -> type(schema.getElementType());
      case MAP -> type(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::type);
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          for (Schema.Field field : schema.getFields()) {
            type(field.schema());
            if (field.hasDefaultValue()) {
              value(field.schema(), Accessor.defaultValue(field), field);
            }
          }
        }
      }
    }
  }

  private static void value(Schema schema, JsonNode value, Schema.Field field) {
    switch (schema.getType()) {
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM -> {}
      case BYTES, FIXED -> {
        if (value.isTextual() && value.textValue().chars().anyMatch(c -> c > 0xFF)) {
          throw new Problem.InvalidDefinition(
                  "/schema",
                  "field '%s' has a default with a character above U+00FF, which is no byte"
                      .formatted(field.name()))
              .exception();
        }
      }
      case ARRAY -> value.forEach(element -> value(schema.getElementType(), element, field));
      case MAP -> value.forEach(element -> value(schema.getValueType(), element, field));
      case UNION -> {
        if (!value.isTextual() || !hasString(schema)) {
          schema.getTypes().forEach(branch -> value(branch, value, field));
        }
      }
      case RECORD -> {
        for (Schema.Field inner : schema.getFields()) {
          if (value.has(inner.name())) {
            value(inner.schema(), value.get(inner.name()), field);
          }
        }
      }
    }
  }

  private static boolean hasString(Schema union) {
    return union.getTypes().stream().anyMatch(branch -> branch.getType() == Schema.Type.STRING);
  }
}
