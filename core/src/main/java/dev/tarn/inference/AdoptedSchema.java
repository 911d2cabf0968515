package dev.tarn.inference;

import dev.tarn.problem.Problem;
import dev.tarn.record.ForeignType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes the schema that a file's records were written by one that a dataset may have: times of
/// kinds that datasets lack become those that their values are read as, and what may be null is
/// null where it is absent.
final class AdoptedSchema {
  private final Map<String, Schema> named = new HashMap<>();

  /// The schema for records written by `written`. Throws [Problem.InvalidDefinition] where there is
  /// none.
  Schema of(Schema written) {
    if (written.getType() != Schema.Type.RECORD) {
      throw new Problem.InvalidDefinition(
              "", "the sample has " + written.getType() + ", no records")
          .exception();
    }
    try {
      return type(written);
    } catch (AvroRuntimeException e) {
      throw new Problem.InvalidDefinition("", "the sample's schema: " + e.getMessage()).exception();
    }
  }

  private Schema type(Schema written) {
    return switch (written.getType()) {
      case RECORD, ENUM, FIXED -> named(written);
      case ARRAY -> Schema.createArray(type(written.getElementType()));
      case MAP -> Schema.createMap(type(written.getValueType()));
      case UNION -> union(written);
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES ->
          logical(written.getLogicalType(), Schema.create(written.getType()));
    };
  }

  private Schema union(Schema written) {
    List<Schema> types = written.getTypes().stream().map(this::type).toList();
    return types.size() == 1 ? types.getFirst() : Schema.createUnion(types);
  }

  private Schema named(Schema written) {
    Schema known = named.get(written.getFullName());
    if (known != null) {
      return known;
    }
    if (ForeignType.is(ForeignType.Kind.INSTANT, written)) {
      return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    }
    Schema made =
        switch (written.getType()) {
          case ENUM ->
              Schema.createEnum(
                  written.getName(), null, written.getNamespace(), written.getEnumSymbols());
          case FIXED ->
              logical(
                  written.getLogicalType(),
                  Schema.createFixed(
                      written.getName(), null, written.getNamespace(), written.getFixedSize()));
          default ->
              Schema.createRecord(
                  written.getName(), null, written.getNamespace(), false, fields(written));
        };
    named.put(written.getFullName(), made);
    return made;
  }

  private List<Schema.Field> fields(Schema written) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : written.getFields()) {
      Schema type = type(field.schema());
      boolean nullFirst =
          type.getType() == Schema.Type.UNION
              && type.getTypes().getFirst().getType() == Schema.Type.NULL;
      fields.add(
          nullFirst
              ? new Schema.Field(field.name(), type, null, JsonProperties.NULL_VALUE)
              : new Schema.Field(field.name(), type));
    }
    return fields;
  }

  private static Schema logical(LogicalType written, Schema type) {
    return switch (written) {
      case ForeignType foreign when foreign.kind() == ForeignType.Kind.TIME_NANOS ->
          LogicalTypes.timeMicros().addToSchema(type);
      case LogicalTypes.LocalTimestampMillis time ->
          LogicalTypes.timestampMillis().addToSchema(type);
      case LogicalTypes.LocalTimestampMicros time ->
          LogicalTypes.timestampMicros().addToSchema(type);
      case LogicalTypes.LocalTimestampNanos time ->
          LogicalTypes.timestampMicros().addToSchema(type);
      case LogicalTypes.TimestampNanos time -> LogicalTypes.timestampMicros().addToSchema(type);
      case LogicalTypes.Date kept -> kept.addToSchema(type);
      case LogicalTypes.TimeMillis kept -> kept.addToSchema(type);
      case LogicalTypes.TimeMicros kept -> kept.addToSchema(type);
      case LogicalTypes.TimestampMillis kept -> kept.addToSchema(type);
      case LogicalTypes.TimestampMicros kept -> kept.addToSchema(type);
      case LogicalTypes.Decimal kept -> kept.addToSchema(type);
      case LogicalTypes.Uuid kept -> kept.addToSchema(type);
      case null, default -> type;
    };
  }
}
