package dev.tarn.record;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.RecordField.Absence;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes the codecs for a dataset's schema. Throws [IllegalArgumentException] for a schema that no
/// definition may have, naming the field.
final class CodecCompiler {
  private static final int DEFAULT_TAPE = 64;

  private final DatasetDefinition definition;
  private final List<String> distinctColumns = new ArrayList<>();

  CodecCompiler(DatasetDefinition definition) {
    this.definition = definition;
  }

  /// The columns whose distinct values are counted, in the order of their numbers: those strings
  /// that the dataset is clustered by.
  List<String> distinctColumns() {
    return List.copyOf(distinctColumns);
  }

  /// The codec for whole records.
  RecordCodec compile() {
    return record(definition.schema(), "");
  }

  /// The event time of a record that does not give it: its default, or 0 where it has none, so that
  /// every record gives it.
  long absentEventTimeMicros() {
    Schema.Field field = definition.schema().getField(definition.eventTime());
    if (field == null
        || field.schema().getType() != Schema.Type.LONG
        || !(codec(field.schema(), field.name()) instanceof EventTimeCodec eventTime)) {
      throw new IllegalArgumentException(
          "the event time '" + definition.eventTime() + "' is no required timestamp field");
    }
    return field.defaultVal() instanceof Number time ? eventTime.micros(time.longValue()) : 0;
  }

  private RecordCodec record(Schema schema, String path) {
    List<RecordField> fields = new ArrayList<>();
    int columns = 0;
    for (Schema.Field field : schema.getFields()) {
      String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
      boolean holdsNothing = field.schema().getType() == Schema.Type.NULL;
      Slot slot = slot(field.schema(), fieldPath);
      fields.add(
          new RecordField(
              new SerializedString(field.name()),
              slot,
              columns,
              holdsNothing ? new Absence.Null() : absence(field, slot, fieldPath)));
      columns += holdsNothing ? 0 : 1;
    }
    return new RecordCodec(fields);
  }

  private static Absence absence(Schema.Field field, Slot slot, String path) {
    if (!field.hasDefaultValue()) {
      return slot.nullable() ? new Absence.Null() : new Absence.Refused();
    }
    Object value = field.defaultVal();
    if (JsonProperties.NULL_VALUE.equals(value)) {
      return new Absence.Null();
    }
    try {
      Tape tape = new Tape(DEFAULT_TAPE);
      slot.codec().put(value, tape);
      return new Absence.Default(tape);
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException(
          "the default of field '" + path + "' is no value of its type: " + e.getMessage(), e);
    }
  }

  private Slot slot(Schema schema, String path) {
    if (schema.getType() == Schema.Type.NULL) {
      return new Slot(new NullCodec(), true);
    }
    if (schema.getType() != Schema.Type.UNION) {
      return new Slot(codec(schema, path), false);
    }
    List<Schema> others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1 || schema.getTypes().size() != 2) {
      throw new IllegalArgumentException(
          "the union at field '" + path + "' is not one of null and one type");
    }
    return new Slot(codec(others.getFirst(), path), true);
  }

  private ValueCodec codec(Schema schema, String path) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case BOOLEAN -> new BooleanCodec();
      case INT -> ofInt(logical);
      case LONG -> ofLong(logical, path);
      case FLOAT -> FloatingCodec.ofFloat();
      case DOUBLE -> FloatingCodec.ofDouble();
      case STRING -> ofString(logical, path);
      case BYTES ->
          logical instanceof LogicalTypes.Decimal decimal
              ? DecimalCodec.ofBytes(decimal.getPrecision(), decimal.getScale())
              : BinaryCodec.ofBytes();
      case FIXED -> ofFixed(logical, schema.getFixedSize());
      case ENUM -> new EnumCodec(schema.getEnumSymbols());
      case ARRAY -> new ArrayCodec(slot(schema.getElementType(), path + "[]"));
      case MAP -> new MapCodec(slot(schema.getValueType(), path + "{}"));
      case RECORD -> record(schema, path);
      case NULL, UNION ->
          throw new IllegalArgumentException("a union within a union at field '" + path + "'");
    };
  }

  private static ValueCodec ofInt(LogicalType logical) {
    return switch (logical) {
      case LogicalTypes.Date date -> TemporalCodec.date();
      case LogicalTypes.TimeMillis time -> TemporalCodec.timeMillis();
      case null, default -> IntegerCodec.ofInt();
    };
  }

  private ValueCodec ofLong(LogicalType logical, String path) {
    return switch (logical) {
      case LogicalTypes.TimeMicros time -> TemporalCodec.timeMicros();
      case LogicalTypes.TimestampMillis time ->
          timestamp(TemporalCodec.timestampMillis(), isEventTime(path));
      case LogicalTypes.TimestampMicros time ->
          timestamp(TemporalCodec.timestampMicros(), isEventTime(path));
      case null, default -> IntegerCodec.ofLong();
    };
  }

  private boolean isEventTime(String path) {
    return path.equals(definition.eventTime());
  }

  private static ValueCodec timestamp(TemporalCodec codec, boolean eventTime) {
    return eventTime ? new EventTimeCodec(codec) : codec;
  }

  private ValueCodec ofString(LogicalType logical, String path) {
    if (logical instanceof LogicalTypes.Uuid) {
      return UuidCodec.ofString();
    }
    if (!definition.clusterBy().contains(path)) {
      return TextCodec.plain();
    }
    distinctColumns.add(path);
    return TextCodec.counted(distinctColumns.size() - 1);
  }

  private static ValueCodec ofFixed(LogicalType logical, int size) {
    return switch (logical) {
      case LogicalTypes.Decimal decimal ->
          DecimalCodec.ofFixed(decimal.getPrecision(), decimal.getScale(), size);
      case LogicalTypes.Uuid uuid -> UuidCodec.ofFixed();
      case null, default -> BinaryCodec.ofFixed(size);
    };
  }
}
