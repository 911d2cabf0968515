package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/// Arrow streams as Arrow's own reader reads them, their values as JSON answers have them.
final class ArrowBack {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long EXACT = 1L << 53;

  /// @param names of the columns
  /// @param types of the columns, as Arrow's reader prints them
  /// @param batches how many record batches there were
  record Stream(List<String> names, List<String> types, int batches, List<ArrayNode> rows) {}

  private ArrowBack() {}

  static Stream read(byte[] stream) throws IOException {
    List<ArrayNode> rows = new ArrayList<>();
    int batches = 0;
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        batches++;
        for (int row = 0; row < root.getRowCount(); row++) {
          ArrayNode values = JSON.arrayNode();
          for (FieldVector vector : root.getFieldVectors()) {
            values.add(value(vector, row));
          }
          rows.add(values);
        }
      }
      return new Stream(
          root.getSchema().getFields().stream().map(field -> field.getName()).toList(),
          root.getSchema().getFields().stream().map(field -> field.getType().toString()).toList(),
          batches,
          rows);
    }
  }

  private static JsonNode value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return JSON.nullNode();
    }
    return switch (vector) {
      case NullVector nulls -> JSON.nullNode();
      case BitVector bits -> JSON.booleanNode(bits.get(row) == 1);
      case TinyIntVector whole -> JSON.numberNode((long) whole.get(row));
      case SmallIntVector whole -> JSON.numberNode((long) whole.get(row));
      case IntVector whole -> JSON.numberNode((long) whole.get(row));
      case BigIntVector whole -> whole(BigInteger.valueOf(whole.get(row)));
      case UInt1Vector whole -> JSON.numberNode(Byte.toUnsignedLong(whole.get(row)));
      case UInt2Vector whole -> JSON.numberNode((long) whole.get(row));
      case UInt4Vector whole -> JSON.numberNode(Integer.toUnsignedLong(whole.get(row)));
      case UInt8Vector whole -> whole(new BigInteger(Long.toUnsignedString(whole.get(row))));
      case Float4Vector real -> real(real.get(row));
      case Float8Vector real -> real(real.get(row));
      case DecimalVector decimal -> decimal(decimal.getObject(row));
      case DateDayVector day -> JSON.textNode(LocalDate.ofEpochDay(day.get(row)).toString());
      case TimeMicroVector time -> time(time.get(row) * 1_000);
      case TimeNanoVector time -> time(time.get(row));
      case TimeStampMicroVector time -> local(time.get(row), ChronoUnit.MICROS);
      case TimeStampNanoVector time -> local(time.get(row), ChronoUnit.NANOS);
      case TimeStampMicroTZVector time ->
          JSON.textNode(
              DateTimeFormatter.ISO_INSTANT.format(
                  Instant.EPOCH.plus(time.get(row), ChronoUnit.MICROS)));
      case VarBinaryVector bytes ->
          JSON.textNode(Base64.getEncoder().encodeToString(bytes.get(row)));
      case VarCharVector text -> JSON.textNode(text.getObject(row).toString());
      case MapVector map -> {
        ObjectNode object = JSON.objectNode();
        StructVector entries = (StructVector) map.getDataVector();
        for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
          object.set(
              value(entries.getChildrenFromFields().get(0), i).asText(),
              value(entries.getChildrenFromFields().get(1), i));
        }
        yield object;
      }
      case ListVector list -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
          array.add(value(list.getDataVector(), i));
        }
        yield array;
      }
      case StructVector struct -> {
        ObjectNode object = JSON.objectNode();
        for (FieldVector field : struct.getChildrenFromFields()) {
          object.set(field.getName(), value(field, row));
        }
        yield object;
      }
      default -> throw new IllegalArgumentException(vector.getClass().getName());
    };
  }

  private static JsonNode whole(BigInteger number) {
    return number.abs().compareTo(BigInteger.valueOf(EXACT)) <= 0
        ? JSON.numberNode(number.longValueExact())
        : JSON.textNode(number.toString());
  }

  private static JsonNode real(double number) {
    return Double.isFinite(number)
        ? JSON.numberNode(number)
        : JSON.textNode(Double.toString(number));
  }

  private static JsonNode decimal(BigDecimal number) {
    if (number.scale() == 0) {
      return whole(number.toBigIntegerExact());
    }
    return BigDecimal.valueOf(number.doubleValue()).compareTo(number) == 0
        ? JSON.numberNode(number.doubleValue())
        : JSON.textNode(number.toPlainString());
  }

  private static JsonNode time(long nanos) {
    return JSON.textNode(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos)));
  }

  private static JsonNode local(long units, ChronoUnit unit) {
    return JSON.textNode(
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            LocalDateTime.ofInstant(Instant.EPOCH.plus(units, unit), ZoneOffset.UTC)));
  }
}
