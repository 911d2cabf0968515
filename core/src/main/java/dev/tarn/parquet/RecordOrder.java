package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/// The order that compaction puts records in: by the fields a dataset is clustered by, then by the
/// event time. Nulls come last.
public final class RecordOrder implements Comparator<GenericRecord> {
  private final List<String[]> paths = new ArrayList<>();

  /// The order of the records that `definition` describes.
  public RecordOrder(DatasetDefinition definition) {
    definition.clusterBy().forEach(path -> paths.add(path.split("\\.", -1)));
    paths.add(definition.eventTime().split("\\.", -1));
  }

  @Override
  public int compare(GenericRecord a, GenericRecord b) {
    for (String[] path : paths) {
      int order = compareKeys(key(a, path), key(b, path));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Keys of one path are of one class.
  private static int compareKeys(@Nullable Comparable a, @Nullable Comparable b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return a.compareTo(b);
  }

  private static @Nullable Comparable<?> key(GenericRecord record, String[] path) {
    GenericRecord within = record;
    for (int i = 0; i < path.length - 1; i++) {
      if (!(within.get(path[i]) instanceof GenericRecord next)) {
        return null;
      }
      within = next;
    }
    String last = path[path.length - 1];
    Schema schema = within.getSchema().getField(last).schema();
    return switch (within.get(last)) {
      case null -> null;
      case Utf8 text -> text;
      case CharSequence text -> new Utf8(text.toString());
      case Number number -> (Comparable<?>) number;
      case Boolean truth -> truth;
      case ByteBuffer buffer -> bytes(schema, copy(buffer));
      case GenericFixed fixed -> bytes(schema, fixed.bytes());
      case Object other -> new Utf8(other.toString());
    };
  }

  /// Bytes as the number they are: a signed one of a decimal, whose values all have one scale.
  private static BigInteger bytes(Schema schema, byte[] bytes) {
    boolean decimal =
        schema.getLogicalType() instanceof LogicalTypes.Decimal
            || (schema.isUnion()
                && schema.getTypes().stream()
                    .anyMatch(type -> type.getLogicalType() instanceof LogicalTypes.Decimal));
    return decimal ? new BigInteger(bytes) : new BigInteger(1, bytes);
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
