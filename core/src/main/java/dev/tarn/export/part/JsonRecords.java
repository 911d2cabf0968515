package dev.tarn.export.part;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// Writes Avro values as JSON of which each field has one type, so that a reader can tell it from
/// any row: whole numbers are numbers to their last digit, floating-point numbers are numbers but
/// for the strings `NaN`, `Infinity` and `-Infinity`, and all else is as [ScalarText] has it.
final class JsonRecords {
  private final JsonGenerator json;

  JsonRecords(JsonGenerator json) {
    this.json = json;
  }

  /// Writes a value of `schema`.
  void write(Schema schema, @Nullable Object value) throws IOException {
    Schema type = ScalarText.present(schema);
    if (value == null) {
      json.writeNull();
      return;
    }
    if (type.getLogicalType() != null) {
      json.writeString(ScalarText.of(type, value));
      return;
    }
    switch (type.getType()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT -> json.writeNumber((Integer) value);
      case LONG -> json.writeNumber((Long) value);
      case FLOAT -> writeFloat((Float) value);
      case DOUBLE -> writeDouble((Double) value);
      case RECORD -> {
        json.writeStartObject();
        for (Schema.Field field : type.getFields()) {
          json.writeFieldName(field.name());
          write(field.schema(), ((IndexedRecord) value).get(field.pos()));
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (Object element : (Iterable<?>) value) {
          write(type.getElementType(), element);
        }
        json.writeEndArray();
      }
      case MAP -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(type.getValueType(), entry.getValue());
        }
        json.writeEndObject();
      }
      case STRING, ENUM, BYTES, FIXED, NULL, UNION -> json.writeString(ScalarText.of(type, value));
    }
  }

  private void writeFloat(float number) throws IOException {
    if (Float.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Float.toString(number));
    }
  }

  private void writeDouble(double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }
}
