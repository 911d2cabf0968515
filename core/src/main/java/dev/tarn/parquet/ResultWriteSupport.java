package dev.tarn.parquet;

import dev.tarn.query.ResultText;
import dev.tarn.query.ResultType;
import dev.tarn.query.RowCursor;
import dev.tarn.query.ScalarType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Writes the present row of a cursor into columns. Names are left out: the consumer goes by
/// indices.
final class ResultWriteSupport extends WriteSupport<RowCursor> {
  private static final String NO_NAME = "";

  private final MessageType schema;
  private final List<ResultType> types;
  private @Nullable RecordConsumer columns;

  ResultWriteSupport(MessageType schema, List<ResultType> types) {
    this.schema = schema;
    this.types = types;
  }

  @Override
  public String getName() {
    return "tarn";
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    columns = consumer;
  }

  @Override
  public void write(RowCursor rows) {
    RecordConsumer out = Objects.requireNonNull(columns, "the writer has not begun");
    out.startMessage();
    for (int column = 0; column < types.size(); column++) {
      field(out, column, types.get(column), rows.value(column));
    }
    out.endMessage();
  }

  private static void field(
      RecordConsumer out, int index, ResultType type, @Nullable Object value) {
    if (value != null) {
      out.startField(NO_NAME, index);
      value(out, type, value);
      out.endField(NO_NAME, index);
    }
  }

  private static void value(RecordConsumer out, ResultType type, Object value) {
    switch (type) {
      case ResultType.Plain plain -> scalar(out, plain, value);
      case ResultType.ListOf list -> {
        out.startGroup();
        repeated(out, (List<?>) value, element -> field(out, 0, list.element(), element));
        out.endGroup();
      }
      case ResultType.MapOf map -> {
        out.startGroup();
        repeated(
            out,
            ((Map<?, ?>) value).entrySet(),
            entry -> {
              out.startField(NO_NAME, 0);
              out.addBinary(Binary.fromString(String.valueOf(entry.getKey())));
              out.endField(NO_NAME, 0);
              field(out, 1, map.value(), entry.getValue());
            });
        out.endGroup();
      }
      case ResultType.Struct struct -> {
        out.startGroup();
        Map<?, ?> fields = (Map<?, ?>) value;
        for (int i = 0; i < struct.fields().size(); i++) {
          ResultType.Field each = struct.fields().get(i);
          field(out, i, each.type(), fields.get(each.name()));
        }
        out.endGroup();
      }
    }
  }

  private static <T extends @Nullable Object> void repeated(
      RecordConsumer out, Collection<? extends T> elements, Consumer<T> write) {
    if (elements.isEmpty()) {
      return;
    }
    out.startField(NO_NAME, 0);
    for (T element : elements) {
      out.startGroup();
      write.accept(element);
      out.endGroup();
    }
    out.endField(NO_NAME, 0);
  }

  private static void scalar(RecordConsumer out, ResultType.Plain type, Object value) {
    ScalarType scalar = ScalarType.of(type);
    switch (scalar) {
      case BOOLEAN -> out.addBoolean((Boolean) value);
      case INT8, INT16, INT32, UINT8, UINT16, UINT32, DATE ->
          out.addInteger((int) ScalarType.whole(value, scalar));
      case INT64, UINT64, TIME_MICROS, TIME_NANOS, LOCAL_MICROS, LOCAL_NANOS, INSTANT_MICROS ->
          out.addLong(ScalarType.whole(value, scalar));
      case FLOAT -> out.addFloat(((Double) value).floatValue());
      case DOUBLE -> out.addDouble((Double) value);
      case DECIMAL ->
          out.addBinary(Binary.fromConstantByteArray(fixed(ScalarType.unscaled(value, type))));
      case BINARY -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
      case UUID -> out.addBinary(Binary.fromConstantByteArray(uuid(String.valueOf(value))));
      case NULL, TEXT -> out.addBinary(Binary.fromString(ResultText.of(value)));
    }
  }

  private static byte[] fixed(BigInteger number) {
    byte[] shortest = number.toByteArray();
    byte[] bytes = new byte[ResultTypes.DECIMAL_BYTES];
    Arrays.fill(bytes, 0, bytes.length - shortest.length, (byte) (number.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
    return bytes;
  }

  private static byte[] uuid(String text) {
    UUID uuid = UUID.fromString(text);
    return ByteBuffer.allocate(ResultTypes.UUID_BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }
}
