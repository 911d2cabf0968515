package dev.tarn.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// Makes values of one schema values of a later one, by Avro's rules ("Schema Resolution" in the
/// Avro specification), with one more: an optional field without a default has the default null.
final class RecordResolution {
  private RecordResolution() {}

  /// `record` as one of `next`.
  static GenericRecord resolve(IndexedRecord record, Schema next) {
    GenericData.Record resolved = new GenericData.Record(next);
    for (Schema.Field field : next.getFields()) {
      Schema.Field former = record.getSchema().getField(field.name());
      if (former != null) {
        resolved.put(field.pos(), value(record.get(former.pos()), field.schema()));
      } else if (field.hasDefaultValue()) {
        resolved.put(field.pos(), GenericData.get().getDefaultValue(field));
      } else if (!field.schema().isNullable()) {
        throw new IllegalArgumentException("no value for field " + field.name());
      }
    }
    return resolved;
  }

  private static @Nullable Object value(@Nullable Object value, Schema next) {
    if (value == null) {
      return null;
    }
    return switch (next.getType()) {
      case UNION -> value(value, nonNull(next));
      case RECORD -> resolve((IndexedRecord) value, next);
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (Iterable<?>) value) {
          items.add(value(item, next.getElementType()));
        }
        yield items;
      }
      case MAP -> {
        Map<Object, @Nullable Object> entries = new HashMap<>();
        ((Map<?, ?>) value)
            .forEach((key, entry) ->
                entries.put(Objects.requireNonNull(key), value(entry, next.getValueType())));
        yield entries;
      }
      case LONG -> ((Number) value).longValue();
      case FLOAT -> ((Number) value).floatValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case ENUM -> new GenericData.EnumSymbol(next, value.toString());
      case BOOLEAN, INT, STRING, BYTES, FIXED, NULL -> value;
    };
  }

  private static Schema nonNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }
}
