package dev.tarn.query.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.tarn.query.ResultType;
import dev.tarn.query.ScalarType;
import java.util.List;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Null;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/// The Arrow schema of a SQL result (Arrow's `Schema.fbs`). Every field may be null, but for the
/// entries and keys of maps.
final class ArrowSchema {
  private static final int DECIMAL_BITS = 128;
  private static final String ZONE = "UTC";

  private final FlatBufferBuilder builder;

  private ArrowSchema(FlatBufferBuilder builder) {
    this.builder = builder;
  }

  /// Writes the schema with `builder`, and gives its offset.
  static int write(FlatBufferBuilder builder, List<String> names, List<ResultType> types) {
    ArrowSchema schema = new ArrowSchema(builder);
    int[] fields = new int[types.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = schema.field(names.get(i), types.get(i));
    }
    return Schema.createSchema(
        builder, Endianness.Little, Schema.createFieldsVector(builder, fields), 0, 0);
  }

  private int field(String name, ResultType type) {
    return switch (type) {
      case ResultType.Plain plain -> scalar(name, plain);
      case ResultType.ListOf list -> {
        int element = field("item", list.element());
        org.apache.arrow.flatbuf.List.startList(builder);
        int of = org.apache.arrow.flatbuf.List.endList(builder);
        yield field(name, true, Type.List, of, element);
      }
      case ResultType.MapOf map -> {
        int key = field("key", false, Type.Utf8, utf8());
        int value = field("value", map.value());
        int entries = field("entries", false, Type.Struct_, struct(), key, value);
        yield field(
            name, true, Type.Map, org.apache.arrow.flatbuf.Map.createMap(builder, false), entries);
      }
      case ResultType.Struct struct -> {
        int[] fields =
            struct.fields().stream().mapToInt(each -> field(each.name(), each.type())).toArray();
        yield field(name, true, Type.Struct_, struct(), fields);
      }
    };
  }

  private int field(String name, boolean nullable, byte typeId, int type, int... children) {
    int text = builder.createString(name);
    int within = Field.createChildrenVector(builder, children);
    return Field.createField(builder, text, nullable, typeId, type, 0, within, 0);
  }

  private int scalar(String name, ResultType.Plain type) {
    return switch (ScalarType.of(type)) {
      case NULL -> {
        Null.startNull(builder);
        yield field(name, true, Type.Null, Null.endNull(builder));
      }
      case BOOLEAN -> {
        Bool.startBool(builder);
        yield field(name, true, Type.Bool, Bool.endBool(builder));
      }
      case INT8 -> whole(name, Byte.SIZE, true);
      case INT16 -> whole(name, Short.SIZE, true);
      case INT32 -> whole(name, Integer.SIZE, true);
      case INT64 -> whole(name, Long.SIZE, true);
      case UINT8 -> whole(name, Byte.SIZE, false);
      case UINT16 -> whole(name, Short.SIZE, false);
      case UINT32 -> whole(name, Integer.SIZE, false);
      case UINT64 -> whole(name, Long.SIZE, false);
      case FLOAT -> real(name, Precision.SINGLE);
      case DOUBLE -> real(name, Precision.DOUBLE);
      case DECIMAL ->
          field(
              name,
              true,
              Type.Decimal,
              Decimal.createDecimal(
                  builder, ScalarType.precision(type), ScalarType.scale(type), DECIMAL_BITS));
      case DATE -> field(name, true, Type.Date, Date.createDate(builder, DateUnit.DAY));
      case TIME_MICROS -> time(name, TimeUnit.MICROSECOND);
      case TIME_NANOS -> time(name, TimeUnit.NANOSECOND);
      case LOCAL_MICROS -> timestamp(name, TimeUnit.MICROSECOND, 0);
      case LOCAL_NANOS -> timestamp(name, TimeUnit.NANOSECOND, 0);
      case INSTANT_MICROS -> timestamp(name, TimeUnit.MICROSECOND, builder.createString(ZONE));
      case BINARY -> {
        Binary.startBinary(builder);
        yield field(name, true, Type.Binary, Binary.endBinary(builder));
      }
      case UUID, TEXT -> field(name, true, Type.Utf8, utf8());
    };
  }

  private int whole(String name, int bits, boolean signed) {
    return field(name, true, Type.Int, Int.createInt(builder, bits, signed));
  }

  private int real(String name, short precision) {
    return field(
        name, true, Type.FloatingPoint, FloatingPoint.createFloatingPoint(builder, precision));
  }

  private int time(String name, short unit) {
    return field(name, true, Type.Time, Time.createTime(builder, unit, Long.SIZE));
  }

  private int timestamp(String name, short unit, int zone) {
    return field(name, true, Type.Timestamp, Timestamp.createTimestamp(builder, unit, zone));
  }

  private int utf8() {
    Utf8.startUtf8(builder);
    return Utf8.endUtf8(builder);
  }

  private int struct() {
    Struct_.startStruct_(builder);
    return Struct_.endStruct_(builder);
  }
}
