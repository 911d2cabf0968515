package dev.tarn.engine;

import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Writes SQL that gives a value written with one schema the type it has in another, by Avro's
/// resolution rules (Avro specification, "Schema Resolution"): fields by name or alias, missing
/// ones by their default, numbers widened.
final class SchemaResolution {
  private SchemaResolution() {}

  /// The field of `writer` that `reader` reads, or null if it has none.
  static Schema.@Nullable Field written(Schema writer, Schema.Field reader) {
    Schema.Field same = writer.getField(reader.name());
    if (same != null) {
      return same;
    }
    return writer.getFields().stream()
        .filter(field -> reader.aliases().contains(field.name()))
        .findFirst()
        .orElse(null);
  }

  /// `value`, which was written as `writer`, as a `reader`.
  static String resolve(String value, Schema writer, Schema reader) {
    return resolve(value, SqlTypes.present(writer), SqlTypes.present(reader), 0);
  }

  private static String resolve(String value, Schema writer, Schema reader, int depth) {
    String type = SqlTypes.of(reader);
    if (SqlTypes.of(writer).equals(type)) {
      return "CAST(" + value + " AS " + type + ")";
    }
    String variable = "tarn_" + depth;
    String resolved =
        switch (reader.getType()) {
          case RECORD ->
              reader.getFields().stream()
                  .map(field -> member(value, writer, field, depth))
                  .collect(Collectors.joining(", ", "struct_pack(", ")"));
          case ARRAY ->
              "list_transform(%s, lambda %s: %s)"
                  .formatted(
                      value,
                      variable,
                      resolve(
                          variable,
                          SqlTypes.present(writer.getElementType()),
                          SqlTypes.present(reader.getElementType()),
                          depth + 1));
          case MAP ->
              "map_from_entries(list_transform(map_entries(%s), lambda %s: %s))"
                  .formatted(
                      value,
                      variable,
                      "struct_pack(\"key\" := %s.\"key\", \"value\" := %s)"
                          .formatted(
                              variable,
                              resolve(
                                  variable + ".\"value\"",
                                  SqlTypes.present(writer.getValueType()),
                                  SqlTypes.present(reader.getValueType()),
                                  depth + 1)));
          default -> value;
        };
    return "CAST(CASE WHEN %s IS NULL THEN NULL ELSE %s END AS %s)"
        .formatted(value, resolved, type);
  }

  private static String member(String value, Schema writer, Schema.Field field, int depth) {
    Schema.Field written = written(writer, field);
    String member =
        written == null
            ? DefaultValues.of(field)
            : resolve(
                value + "." + SqlQuoting.identifier(written.name()),
                SqlTypes.present(written.schema()),
                SqlTypes.present(field.schema()),
                depth);
    return SqlQuoting.identifier(field.name()) + " := " + member;
  }
}
