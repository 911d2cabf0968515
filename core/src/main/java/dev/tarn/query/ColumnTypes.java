package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import java.util.Optional;
import org.apache.avro.Schema;

/// The types of a dataset's columns, and of the fields within records, by dotted path.
final class ColumnTypes {
  private ColumnTypes() {}

  /// The type at `path` without null; empty where there is no such column or field.
  static Optional<Schema> find(DatasetDefinition definition, String path) {
    Schema type = definition.schema();
    for (String name : path.split("\\.", -1)) {
      if (type.getType() != Schema.Type.RECORD || name.isEmpty()) {
        return Optional.empty();
      }
      Schema.Field field = type.getField(name);
      if (field == null) {
        return Optional.empty();
      }
      type = present(field.schema());
    }
    return Optional.of(type);
  }

  private static Schema present(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema);
  }
}
