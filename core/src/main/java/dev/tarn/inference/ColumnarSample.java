package dev.tarn.inference;

import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.EncodedRows;
import dev.tarn.record.RangedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/// A sample whose records lie in columns. Writers of such files call nearly every column optional,
/// whether it has nulls or not, so that what may be null is not for the file's schema alone to say.
final class ColumnarSample {
  private final ColumnarFormat format;
  private final DecodeLimits limits;
  private final byte[] sample;

  ColumnarSample(ColumnarFormat format, DecodeLimits limits, byte[] sample) {
    this.format = format;
    this.limits = limits;
    this.sample = sample;
  }

  /// The schema that the records were written by.
  Schema schema() {
    try (EncodedRows rows = format.open(RangedFile.of(sample), column -> true)) {
      return rows.schema();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// The records.
  RecordBatch decode(RecordDecoder decoder) {
    try {
      return decoder.decode(format, RangedFile.of(sample));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// Whether `field`, a timestamp, has a value in every record.
  boolean hasNoNull(Schema.Field field) {
    Schema alone =
        Schema.createRecord(
            "Record",
            null,
            null,
            false,
            List.of(new Schema.Field(field.name(), Inference.withoutNull(field.schema()))));
    return decode(
                RecordDecoder.compile(Inference.definition(alone, field.name(), List.of()), limits))
            .rejected()
        == 0;
  }

  /// `schema` with its field `name` required.
  static Schema required(Schema schema, String name) {
    if (schema.getField(name).schema().getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      fields.add(
          field.name().equals(name)
              ? new Schema.Field(name, Inference.withoutNull(field.schema()))
              : new Schema.Field(field, field.schema()));
    }
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }
}
