package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// A dataset's Avro schema as the Delta table's, which other engines read the files by. Each Avro
/// type becomes the Delta type that the Parquet column it is written as is read by: a time of day
/// is a plain integer, an enum and a UUID a string, a fixed a binary. A field that can only be null
/// has no column.
final class DeltaSchema {
  private DeltaSchema() {}

  /// The schema of a new table: a field that the Avro schema requires can't be null.
  static StructType of(DatasetDefinition definition) {
    return withPartition(struct(definition.schema(), Optional.empty()));
  }

  /// The schema of a table that had `former`: files written before have no value in fields that are
  /// new, so these can be null even where the Avro schema requires them.
  static StructType evolved(StructType former, DatasetDefinition definition) {
    return withPartition(struct(definition.schema(), Optional.of(former)));
  }

  /// The one type beside null that a field's schema has; the schema itself if it is no union.
  static Schema nonNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> types =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return switch (types.size()) {
      case 0 -> Schema.create(Schema.Type.NULL);
      case 1 -> types.getFirst();
      default -> throw new IllegalArgumentException("a union of several types: " + schema);
    };
  }

  private static StructType withPartition(StructType columns) {
    return columns.add(DatasetDefinition.EVENT_DATE, DateType.DATE, false);
  }

  private static StructType struct(Schema record, Optional<StructType> former) {
    StructType columns = new StructType();
    for (Schema.Field field : record.getFields()) {
      Schema schema = nonNull(field.schema());
      if (schema.getType() == Schema.Type.NULL) {
        continue;
      }
      Optional<StructField> before =
          former
              .filter(columnsBefore -> columnsBefore.indexOf(field.name()) >= 0)
              .map(columnsBefore -> columnsBefore.get(field.name()));
      boolean nullable =
          field.schema().isNullable()
              || before.map(StructField::isNullable).orElse(former.isPresent());
      columns =
          columns.add(field.name(), type(schema, before.map(StructField::getDataType)), nullable);
    }
    return columns;
  }

  private static DataType type(Schema schema, Optional<DataType> former) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new DecimalType(decimal.getPrecision(), decimal.getScale());
    }
    return switch (schema.getType()) {
      case BOOLEAN -> BooleanType.BOOLEAN;
      case INT -> logical instanceof LogicalTypes.Date ? DateType.DATE : IntegerType.INTEGER;
      case LONG ->
          logical instanceof LogicalTypes.TimestampMillis
                  || logical instanceof LogicalTypes.TimestampMicros
              ? TimestampType.TIMESTAMP
              : LongType.LONG;
      case FLOAT -> FloatType.FLOAT;
      case DOUBLE -> DoubleType.DOUBLE;
      case STRING, ENUM -> StringType.STRING;
      case BYTES, FIXED -> BinaryType.BINARY;
      case RECORD -> struct(schema, former.map(StructType.class::cast));
      case ARRAY ->
          new ArrayType(
              type(
                  nonNull(schema.getElementType()),
                  former.map(ArrayType.class::cast).map(ArrayType::getElementType)),
              schema.getElementType().isNullable()
                  || former.map(ArrayType.class::cast).map(ArrayType::containsNull).orElse(false));
      case MAP ->
          new MapType(
              StringType.STRING,
              type(
                  nonNull(schema.getValueType()),
                  former.map(MapType.class::cast).map(MapType::getValueType)),
              schema.getValueType().isNullable()
                  || former
                      .map(MapType.class::cast)
                      .map(MapType::isValueContainsNull)
                      .orElse(false));
      case NULL, UNION ->
          throw new IllegalArgumentException("no column can have the type " + schema);
    };
  }
}
