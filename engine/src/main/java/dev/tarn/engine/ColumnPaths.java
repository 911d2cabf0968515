package dev.tarn.engine;

import dev.tarn.dataset.DatasetDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// The columns of one dataset, and the fields within them, by dotted path.
final class ColumnPaths {
  private final Map<String, Schema> types = new HashMap<>();
  private final Map<String, String> spelled = new HashMap<>();

  ColumnPaths(DatasetDefinition definition) {
    for (Schema.Field field : definition.schema().getFields()) {
      add(field.name(), field.schema());
    }
    add(
        DatasetDefinition.EVENT_DATE,
        LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)));
  }

  private void add(String path, Schema schema) {
    Schema type = SqlTypes.present(schema);
    types.put(path, type);
    spelled.put(path.toLowerCase(Locale.ROOT), path);
    if (type.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : type.getFields()) {
        add(path + "." + field.name(), field.schema());
      }
    }
  }

  /// The path as the schema spells it, whatever the case of `names`; empty where there is none.
  Optional<String> find(List<String> names) {
    return Optional.ofNullable(spelled.get(String.join(".", names).toLowerCase(Locale.ROOT)));
  }

  /// The type at `path`, without null; empty where there is no such path.
  Optional<Schema> type(String path) {
    return Optional.ofNullable(types.get(path));
  }

  /// The columns, without the fields within them.
  Set<String> columns() {
    return types.keySet().stream()
        .filter(path -> path.indexOf('.') < 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The first name of `path`: the column that it is in.
  static String top(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
