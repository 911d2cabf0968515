package dev.tarn.parquet;

import dev.tarn.query.ResultType;
import dev.tarn.query.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/// The Parquet schema of a SQL result (Parquet's specification, "Logical Types"). Every column and
/// every value within one may be null.
final class ResultTypes {
  static final int DECIMAL_BYTES = 16;
  static final int UUID_BYTES = 16;

  private ResultTypes() {}

  static MessageType message(List<String> names, List<ResultType> types) {
    List<Type> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(type(names.get(i), types.get(i)));
    }
    return new MessageType("result", fields);
  }

  private static Type type(String name, ResultType type) {
    return switch (type) {
      case ResultType.Plain plain -> scalar(name, plain);
      case ResultType.ListOf list ->
          Types.optionalList().element(type("element", list.element())).named(name);
      case ResultType.MapOf map ->
          Types.optionalMap()
              .key(
                  Types.required(PrimitiveTypeName.BINARY)
                      .as(LogicalTypeAnnotation.stringType())
                      .named("key"))
              .value(type("value", map.value()))
              .named(name);
      case ResultType.Struct struct -> {
        Types.GroupBuilder<org.apache.parquet.schema.GroupType> group = Types.optionalGroup();
        for (ResultType.Field field : struct.fields()) {
          group = group.addField(type(field.name(), field.type()));
        }
        yield group.named(name);
      }
    };
  }

  private static Type scalar(String name, ResultType.Plain type) {
    return switch (ScalarType.of(type)) {
      case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
      case INT8 -> whole(name, 8, true);
      case INT16 -> whole(name, 16, true);
      case INT32 -> whole(name, 32, true);
      case INT64 -> whole(name, 64, true);
      case UINT8 -> whole(name, 8, false);
      case UINT16 -> whole(name, 16, false);
      case UINT32 -> whole(name, 32, false);
      case UINT64 -> whole(name, 64, false);
      case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT).named(name);
      case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case DECIMAL ->
          Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
              .length(DECIMAL_BYTES)
              .as(
                  LogicalTypeAnnotation.decimalType(
                      ScalarType.scale(type), ScalarType.precision(type)))
              .named(name);
      case DATE ->
          Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
      case TIME_MICROS -> counted(name, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
      case TIME_NANOS -> counted(name, LogicalTypeAnnotation.timeType(false, TimeUnit.NANOS));
      case LOCAL_MICROS ->
          counted(name, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
      case LOCAL_NANOS -> counted(name, LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS));
      case INSTANT_MICROS ->
          counted(name, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
      case BINARY -> Types.optional(PrimitiveTypeName.BINARY).named(name);
      case UUID ->
          Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
              .length(UUID_BYTES)
              .as(LogicalTypeAnnotation.uuidType())
              .named(name);
      case NULL, TEXT ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
    };
  }

  private static Type whole(String name, int bits, boolean signed) {
    return Types.optional(bits > Integer.SIZE ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32)
        .as(LogicalTypeAnnotation.intType(bits, signed))
        .named(name);
  }

  private static Type counted(String name, LogicalTypeAnnotation units) {
    return Types.optional(PrimitiveTypeName.INT64).as(units).named(name);
  }
}
