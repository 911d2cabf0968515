package dev.tarn.query.arrow;

import dev.tarn.query.ResultText;
import dev.tarn.query.ResultType;
import dev.tarn.query.ScalarType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of one column, or of a field within one, as Arrow's columnar format lays them out
/// ("Physical Memory Layout").
abstract sealed class ArrowColumn {
  private final GrowingBytes validity = new GrowingBytes();
  private int count;
  private int nulls;

  /// An empty column for values of `type`.
  static ArrowColumn of(ResultType type) {
    return switch (type) {
      case ResultType.Plain plain -> scalar(plain);
      case ResultType.ListOf list -> new Lists(of(list.element()));
      case ResultType.MapOf map -> new Maps(new Texts(), of(map.value()));
      case ResultType.Struct struct -> new Structs(struct);
    };
  }

  private static ArrowColumn scalar(ResultType.Plain type) {
    ScalarType scalar = ScalarType.of(type);
    return switch (scalar) {
      case NULL -> new Nulls();
      case BOOLEAN -> new Bits();
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, DATE, INT64, UINT64 -> new Wholes(scalar);
      case TIME_MICROS, TIME_NANOS, LOCAL_MICROS, LOCAL_NANOS, INSTANT_MICROS -> new Wholes(scalar);
      case FLOAT -> new Floats();
      case DOUBLE -> new Doubles();
      case DECIMAL -> new Decimals(type);
      case BINARY, UUID, TEXT -> new Texts();
    };
  }

  /// Adds a value.
  final void add(@Nullable Object value) {
    if (count % Byte.SIZE == 0) {
      validity.putByte(0);
    }
    if (value == null) {
      nulls++;
      addNothing();
    } else {
      validity.setBit(count);
      addValue(value);
    }
    count++;
  }

  /// How many values it has.
  final int count() {
    return count;
  }

  /// Describes the column, and those within it.
  final void layOut(BatchLayout layout) {
    layout.node(count, nulls);
    if (!(this instanceof Nulls)) {
      layout.buffer(validity);
    }
    layOutValues(layout);
  }

  /// Drops all values.
  void clear() {
    validity.clear();
    count = 0;
    nulls = 0;
  }

  /// About how many bytes its values take.
  abstract long bytes();

  /// Describes what comes after the column's node and validity.
  abstract void layOutValues(BatchLayout layout);

  abstract void addValue(Object value);

  /// Takes the place of a null.
  abstract void addNothing();

  /// Nothing but nulls, which takes no buffer.
  private static final class Nulls extends ArrowColumn {
    @Override
    void layOutValues(BatchLayout layout) {}

    @Override
    long bytes() {
      return 0;
    }

    @Override
    void addValue(Object value) {
      throw new IllegalArgumentException("a column of nulls has no " + value.getClass().getName());
    }

    @Override
    void addNothing() {}
  }

  private abstract static sealed class Buffered extends ArrowColumn {
    final GrowingBytes values = new GrowingBytes();

    @Override
    void layOutValues(BatchLayout layout) {
      layout.buffer(values);
    }

    @Override
    void clear() {
      super.clear();
      values.clear();
    }

    @Override
    long bytes() {
      return values.size();
    }
  }

  private static final class Bits extends Buffered {
    @Override
    void addValue(Object value) {
      addNothing();
      if ((Boolean) value) {
        values.setBit(count());
      }
    }

    @Override
    void addNothing() {
      if (count() % Byte.SIZE == 0) {
        values.putByte(0);
      }
    }
  }

  private static final class Wholes extends Buffered {
    private final ScalarType type;

    Wholes(ScalarType type) {
      this.type = type;
    }

    @Override
    void addValue(Object value) {
      put(ScalarType.whole(value, type));
    }

    @Override
    void addNothing() {
      put(0);
    }

    private void put(long number) {
      switch (type) {
        case INT8, UINT8 -> values.putByte((int) number);
        case INT16, UINT16 -> values.putShort((int) number);
        case INT32, UINT32, DATE -> values.putInt((int) number);
        case INT64, UINT64, TIME_MICROS, TIME_NANOS, LOCAL_MICROS, LOCAL_NANOS, INSTANT_MICROS ->
            values.putLong(number);
        case NULL, BOOLEAN, FLOAT, DOUBLE, DECIMAL, BINARY, UUID, TEXT ->
            throw new IllegalStateException("no whole number is a " + type);
      }
    }
  }

  private static final class Floats extends Buffered {
    @Override
    void addValue(Object value) {
      values.putInt(Float.floatToRawIntBits(((Double) value).floatValue()));
    }

    @Override
    void addNothing() {
      values.putInt(0);
    }
  }

  private static final class Doubles extends Buffered {
    @Override
    void addValue(Object value) {
      values.putLong(Double.doubleToRawLongBits((Double) value));
    }

    @Override
    void addNothing() {
      values.putLong(0);
    }
  }

  private static final class Decimals extends Buffered {
    private final ResultType.Plain type;

    Decimals(ResultType.Plain type) {
      this.type = type;
    }

    @Override
    void addValue(Object value) {
      BigInteger number = ScalarType.unscaled(value, type);
      values.putLong(number.longValue());
      values.putLong(number.shiftRight(Long.SIZE).longValue());
    }

    @Override
    void addNothing() {
      values.putLong(0);
      values.putLong(0);
    }
  }

  /// Strings, and binary.
  private static final class Texts extends Buffered {
    private final GrowingBytes offsets = new GrowingBytes();

    Texts() {
      offsets.putInt(0);
    }

    @Override
    void addValue(Object value) {
      values.putAll(
          value instanceof byte[] bytes
              ? bytes
              : ResultText.of(value).getBytes(StandardCharsets.UTF_8));
      addNothing();
    }

    @Override
    void addNothing() {
      offsets.putInt(values.size());
    }

    @Override
    void layOutValues(BatchLayout layout) {
      layout.buffer(offsets);
      layout.buffer(values);
    }

    @Override
    void clear() {
      super.clear();
      offsets.clear();
      offsets.putInt(0);
    }

    @Override
    long bytes() {
      return super.bytes() + offsets.size();
    }
  }

  private static final class Lists extends ArrowColumn {
    private final GrowingBytes offsets = new GrowingBytes();
    private final ArrowColumn elements;

    Lists(ArrowColumn elements) {
      this.elements = elements;
      offsets.putInt(0);
    }

    @Override
    void addValue(Object value) {
      for (Object element : (List<?>) value) {
        elements.add(element);
      }
      addNothing();
    }

    @Override
    void addNothing() {
      offsets.putInt(elements.count());
    }

    @Override
    void layOutValues(BatchLayout layout) {
      layout.buffer(offsets);
      elements.layOut(layout);
    }

    @Override
    void clear() {
      super.clear();
      elements.clear();
      offsets.clear();
      offsets.putInt(0);
    }

    @Override
    long bytes() {
      return offsets.size() + elements.bytes();
    }
  }

  /// A map is a list of structs of a key and a value.
  private static final class Maps extends ArrowColumn {
    private final GrowingBytes offsets = new GrowingBytes();
    private final Structs entries;

    Maps(ArrowColumn keys, ArrowColumn values) {
      this.entries = new Structs(List.of("key", "value"), List.of(keys, values));
      offsets.putInt(0);
    }

    @Override
    void addValue(Object value) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        entries.addEntry(String.valueOf(entry.getKey()), entry.getValue());
      }
      addNothing();
    }

    @Override
    void addNothing() {
      offsets.putInt(entries.count());
    }

    @Override
    void layOutValues(BatchLayout layout) {
      layout.buffer(offsets);
      entries.layOut(layout);
    }

    @Override
    void clear() {
      super.clear();
      entries.clear();
      offsets.clear();
      offsets.putInt(0);
    }

    @Override
    long bytes() {
      return offsets.size() + entries.bytes();
    }
  }

  private static final class Structs extends ArrowColumn {
    private final List<String> names;
    private final List<ArrowColumn> fields;

    Structs(ResultType.Struct type) {
      this(
          type.fields().stream().map(ResultType.Field::name).toList(),
          type.fields().stream().map(field -> of(field.type())).toList());
    }

    Structs(List<String> names, List<ArrowColumn> fields) {
      this.names = names;
      this.fields = fields;
    }

    void addEntry(String key, @Nullable Object value) {
      Map<String, @Nullable Object> entry = new HashMap<>();
      entry.put("key", key);
      entry.put("value", value);
      add(entry);
    }

    @Override
    void addValue(Object value) {
      Map<?, ?> of = (Map<?, ?>) value;
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).add(of.get(names.get(i)));
      }
    }

    @Override
    void addNothing() {
      fields.forEach(field -> field.add(null));
    }

    @Override
    void layOutValues(BatchLayout layout) {
      fields.forEach(field -> field.layOut(layout));
    }

    @Override
    void clear() {
      super.clear();
      fields.forEach(ArrowColumn::clear);
    }

    @Override
    long bytes() {
      return fields.stream().mapToLong(ArrowColumn::bytes).sum();
    }
  }
}
