package dev.tarn.parquet.input;

import dev.tarn.record.AvroOutput;
import dev.tarn.record.ForeignType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/// Which types of Avro columns are ("Types" and "Logical Types" in the Parquet format).
final class ScalarTypes {
  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final long SECONDS_A_DAY = 86_400;
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private ScalarTypes() {}

  /// A type, and how values come to be of it.
  record Scalar(Schema schema, ScalarForm form) {}

  /// What values of `type` are.
  ///
  /// @param name for a type that Avro wants to have a name
  static Scalar of(PrimitiveType type, String name) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof UnknownLogicalTypeAnnotation) {
      return new Scalar(
          Schema.create(Schema.Type.NULL),
          (values, scratch, out) -> {
            throw new DamagedData("it has a value where its type has none but null");
          });
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(type, decimal);
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN ->
          new Scalar(
              Schema.create(Schema.Type.BOOLEAN),
              (values, scratch, out) -> out.putBoolean(values.number() != 0));
      case INT32 -> int32(logical);
      case INT64 -> int64(logical);
      case FLOAT ->
          new Scalar(
              Schema.create(Schema.Type.FLOAT),
              (values, scratch, out) -> out.putFloat((int) values.number()));
      case DOUBLE ->
          new Scalar(
              Schema.create(Schema.Type.DOUBLE),
              (values, scratch, out) -> out.putDouble(values.number()));
      case BINARY -> binary(logical);
      case INT96 -> new Scalar(ForeignType.instant(name), ScalarTypes::putInt96);
      case FIXED_LEN_BYTE_ARRAY -> fixed(type, logical, name);
    };
  }

  private static Scalar int32(LogicalTypeAnnotation logical) {
    return switch (logical) {
      case IntLogicalTypeAnnotation integer when !integer.isSigned() ->
          integer.getBitWidth() == Integer.SIZE
              ? new Scalar(
                  Schema.create(Schema.Type.LONG),
                  (values, scratch, out) -> out.putLong(values.number() & 0xffff_ffffL))
              : new Scalar(Schema.create(Schema.Type.INT), small(integer.getBitWidth()));
      case DateLogicalTypeAnnotation _ -> number(LogicalTypes.date(), Schema.Type.INT);
      case TimeLogicalTypeAnnotation _ -> number(LogicalTypes.timeMillis(), Schema.Type.INT);
      case null, default ->
          new Scalar(
              Schema.create(Schema.Type.INT),
              (values, scratch, out) -> out.putLong(values.number()));
    };
  }

  /// Unsigned integers of fewer bits than 32; others are none of the type.
  private static ScalarForm small(int bits) {
    return (values, scratch, out) -> {
      long value = values.number();
      if (value >>> bits != 0) {
        throw new DamagedData(
            "it has the number " + value + " where all are unsigned, of " + bits + " bits");
      }
      out.putLong(value);
    };
  }

  private static Scalar int64(LogicalTypeAnnotation logical) {
    return switch (logical) {
      case IntLogicalTypeAnnotation integer when !integer.isSigned() ->
          new Scalar(
              ForeignType.unsignedLong(), (values, scratch, out) -> out.putLong(values.number()));
      case TimeLogicalTypeAnnotation time when time.getUnit() == TimeUnit.NANOS ->
          new Scalar(
              ForeignType.timeNanos(), (values, scratch, out) -> out.putLong(values.number()));
      case TimeLogicalTypeAnnotation _ -> number(LogicalTypes.timeMicros(), Schema.Type.LONG);
      case TimestampLogicalTypeAnnotation timestamp ->
          number(
              timestamp.isAdjustedToUTC()
                  ? switch (timestamp.getUnit()) {
                    case MILLIS -> LogicalTypes.timestampMillis();
                    case MICROS -> LogicalTypes.timestampMicros();
                    case NANOS -> LogicalTypes.timestampNanos();
                  }
                  : switch (timestamp.getUnit()) {
                    case MILLIS -> LogicalTypes.localTimestampMillis();
                    case MICROS -> LogicalTypes.localTimestampMicros();
                    case NANOS -> LogicalTypes.localTimestampNanos();
                  },
              Schema.Type.LONG);
      case null, default ->
          new Scalar(
              Schema.create(Schema.Type.LONG),
              (values, scratch, out) -> out.putLong(values.number()));
    };
  }

  private static Scalar number(LogicalType logical, Schema.Type type) {
    return new Scalar(
        logical.addToSchema(Schema.create(type)),
        (values, scratch, out) -> out.putLong(values.number()));
  }

  private static Scalar binary(LogicalTypeAnnotation logical) {
    Schema.Type type =
        switch (logical) {
          case StringLogicalTypeAnnotation _,
              EnumLogicalTypeAnnotation _,
              JsonLogicalTypeAnnotation _ ->
              Schema.Type.STRING;
          case null, default -> Schema.Type.BYTES;
        };
    return new Scalar(Schema.create(type), ScalarTypes::putBytes);
  }

  private static Scalar fixed(PrimitiveType type, LogicalTypeAnnotation logical, String name) {
    if (logical instanceof Float16LogicalTypeAnnotation) {
      return new Scalar(Schema.create(Schema.Type.FLOAT), ScalarTypes::putFloat16);
    }
    Schema fixed = Schema.createFixed(name, null, null, type.getTypeLength());
    return new Scalar(
        logical instanceof UUIDLogicalTypeAnnotation
            ? LogicalTypes.uuid().addToSchema(fixed)
            : fixed,
        (values, scratch, out) -> {
          values.binary(scratch);
          out.putFixed(scratch.bytes(), scratch.from(), scratch.length());
        });
  }

  private static Scalar decimal(PrimitiveType type, DecimalLogicalTypeAnnotation decimal) {
    return new Scalar(
        LogicalTypes.decimal(decimal.getPrecision(), decimal.getScale())
            .addToSchema(Schema.create(Schema.Type.BYTES)),
        PhysicalType.of(type).isBinary()
            ? ScalarTypes::putBytes
            : (values, scratch, out) -> {
              byte[] unscaled = ByteBuffer.allocate(Long.BYTES).putLong(values.number()).array();
              out.putBytes(unscaled, 0, unscaled.length);
            });
  }

  private static void putBytes(PageValues values, BinaryValue scratch, AvroOutput out)
      throws DamagedData {
    values.binary(scratch);
    out.putBytes(scratch.bytes(), scratch.from(), scratch.length());
  }

  private static void putFloat16(PageValues values, BinaryValue scratch, AvroOutput out)
      throws DamagedData {
    values.binary(scratch);
    short bits =
        ByteBuffer.wrap(scratch.bytes(), scratch.from(), Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getShort();
    out.putFloat(Float.floatToRawIntBits(Float.float16ToFloat(bits)));
  }

  /// Nanoseconds of a day, and the day's Julian number, as Impala and Spark write times.
  private static void putInt96(PageValues values, BinaryValue scratch, AvroOutput out)
      throws DamagedData {
    values.binary(scratch);
    ByteBuffer value =
        ByteBuffer.wrap(scratch.bytes(), scratch.from(), scratch.length())
            .order(ByteOrder.LITTLE_ENDIAN);
    long nanos = value.getLong();
    long days = value.getInt() - JULIAN_DAY_OF_1970;
    out.putInstant(
        days * SECONDS_A_DAY + Math.floorDiv(nanos, NANOS_A_SECOND),
        (int) Math.floorMod(nanos, NANOS_A_SECOND));
  }
}
