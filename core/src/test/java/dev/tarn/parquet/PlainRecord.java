package dev.tarn.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Avro values without what differs between values that are the same: the classes of strings and
/// lists, the order of maps.
public final class PlainRecord {
  private PlainRecord() {}

  /// `value` in a form whose equality is that of the values.
  public static Object of(@Nullable Object value) {
    return of(value, UnaryOperator.identity());
  }

  /// The same, with `leaf` done to every value that holds no others.
  static Object of(@Nullable Object value, UnaryOperator<Object> leaf) {
    return switch (value) {
      case null -> "null";
      case GenericRecord record -> {
        List<Object> fields = new ArrayList<>();
        for (Schema.Field field : record.getSchema().getFields()) {
          fields.add(field.name());
          fields.add(of(record.get(field.pos()), leaf));
        }
        yield fields;
      }
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, each) -> sorted.put(key.toString(), of(each, leaf)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(each -> of(each, leaf)).toList();
      case CharSequence text -> text.toString();
      case ByteBuffer bytes ->
          ByteBuffer.wrap(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      default -> leaf.apply(value);
    };
  }
}
