package dev.tarn.query;

import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/// Finds what an engine that reads files by the table's latest schema alone would read otherwise
/// than Avro's resolution rules have it: values of fields that files do not have and that have a
/// default, and of fields whose type or name was another.
final class FormerSchemas {
  private FormerSchemas() {}

  /// The path of the first field of `table` that some live file would give other values for.
  static Optional<String> misreadField(QueryTable table) {
    Set<Integer> versions = new TreeSet<>();
    for (DataFile file : table.select(Predicate.ALWAYS).files()) {
      versions.add(file.schemaVersion());
    }
    for (int version : versions) {
      Schema written = table.snapshot().schemas().get(version);
      if (written != null) {
        Optional<String> field = misread(written, table.snapshot().definition().schema(), "");
        if (field.isPresent()) {
          return field;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> misread(Schema written, Schema read, String path) {
    Schema from = present(written);
    Schema to = present(read);
    if (from.getType() != to.getType()
        || !Objects.equals(from.getLogicalType(), to.getLogicalType())) {
      return Optional.of(path);
    }
    return switch (to.getType()) {
      case RECORD -> misreadOfRecord(from, to, path);
      case ARRAY -> misread(from.getElementType(), to.getElementType(), path);
      case MAP -> misread(from.getValueType(), to.getValueType(), path);
      case FIXED -> from.getFixedSize() == to.getFixedSize() ? Optional.empty() : Optional.of(path);
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING, ENUM, NULL, UNION -> Optional.empty();
    };
  }

  private static Optional<String> misreadOfRecord(Schema from, Schema to, String path) {
    for (Schema.Field field : to.getFields()) {
      String name = path.isEmpty() ? field.name() : path + "." + field.name();
      Schema.Field before = from.getField(field.name());
      if (before == null) {
        boolean nullWhereAbsent =
            field.aliases().stream().noneMatch(alias -> from.getField(alias) != null)
                && (!field.hasDefaultValue()
                    || JsonProperties.NULL_VALUE.equals(field.defaultVal()));
        if (!nullWhereAbsent) {
          return Optional.of(name);
        }
      } else {
        Optional<String> misread = misread(before.schema(), field.schema(), name);
        if (misread.isPresent()) {
          return misread;
        }
      }
    }
    return Optional.empty();
  }

  private static Schema present(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }
}
