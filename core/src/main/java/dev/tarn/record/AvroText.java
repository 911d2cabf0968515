package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// A rejected record of an Avro file, as the JSON that [RecordDecoder] reads: by the schema it was
/// written by, times as text, so that it does not depend on their unit. One that JSON cannot hold,
/// as it has text that is no UTF-8, is kept in Avro's encoding.
///
/// @param schema what it was written by
/// @param bytes of its block, not to be changed
/// @param from its first
/// @param to the one after its last
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record AvroText(Schema schema, byte[] bytes, int from, int to) implements RawRecord {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long SECONDS_A_DAY = 86_400;
  private static final long FIRST_SECOND = LocalDate.of(1, 1, 1).toEpochDay() * SECONDS_A_DAY;
  private static final long LAST_SECOND =
      (LocalDate.of(9999, 12, 31).toEpochDay() + 1) * SECONDS_A_DAY - 1;

  @Override
  public Kept kept(int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT.mappedFeature());
      Writing writing = new Writing(new AvroInput(bytes, from, to), json, out, most);
      var _ = writing.value(schema);
    } catch (DamagedBlock | IOException e) {
      return new Kept(RecordFormat.AVRO, bytes, from, to);
    }
    return new Kept(RecordFormat.JSON, out.toByteArray(), 0, out.size());
  }

  /// Writes values until there is enough of them.
  private record Writing(AvroInput in, JsonGenerator json, ByteArrayOutputStream out, int most) {
    /// Returns false where it stopped before the value's end.
    boolean value(Schema type) throws DamagedBlock, IOException {
      switch (type.getType()) {
        case UNION -> {
          return value(type.getTypes().get(in.readIndex(type.getTypes().size())));
        }
        case RECORD -> {
          json.writeStartObject();
          for (Schema.Field field : type.getFields()) {
            json.writeFieldName(field.name());
            if (!value(field.schema())) {
              return false;
            }
          }
          json.writeEndObject();
        }
        case ARRAY -> {
          json.writeStartArray();
          if (!items(Optional.empty(), type.getElementType())) {
            return false;
          }
          json.writeEndArray();
        }
        case MAP -> {
          json.writeStartObject();
          if (!items(Optional.of(type), type.getValueType())) {
            return false;
          }
          json.writeEndObject();
        }
        case NULL -> json.writeNull();
        case BOOLEAN -> json.writeBoolean(in.readBoolean());
        case INT, LONG -> integer(type.getLogicalType(), in.readLong());
        case FLOAT -> json.writeNumber(in.readFloat());
        case DOUBLE -> json.writeNumber(in.readDouble());
        case STRING -> json.writeString(text());
        case BYTES -> binary(type, in.readLength());
        case FIXED -> {
          if (ForeignType.is(ForeignType.Kind.INSTANT, type)) {
            instant(AvroInstant.bytes(in));
          } else {
            binary(type, type.getFixedSize());
          }
        }
        case ENUM ->
            json.writeString(type.getEnumSymbols().get(in.readIndex(type.getEnumSymbols().size())));
      }
      return (long) out.size() + json.getOutputBuffered() <= most;
    }

    private boolean items(Optional<Schema> map, Schema item) throws DamagedBlock, IOException {
      for (long items = in.readItems(); items > 0; items = in.readItems()) {
        for (long i = 0; i < items; i++) {
          if (map.isPresent()) {
            json.writeFieldName(text());
          }
          if (!value(item)) {
            return false;
          }
        }
      }
      return true;
    }

    private String text() throws DamagedBlock, CharacterCodingException {
      int length = in.readLength();
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.bytes(), in.take(length), length))
          .toString();
    }

    private void binary(Schema type, int length) throws DamagedBlock, IOException {
      int start = in.take(length);
      byte[] value = Arrays.copyOfRange(in.bytes(), start, start + length);
      if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal && length > 0) {
        json.writeString(new BigDecimal(new BigInteger(value), decimal.getScale()).toPlainString());
      } else if (type.getLogicalType() instanceof LogicalTypes.Uuid && length == 2 * Long.BYTES) {
        ByteBuffer halves = ByteBuffer.wrap(value);
        json.writeString(new java.util.UUID(halves.getLong(), halves.getLong()).toString());
      } else {
        json.writeBinary(value);
      }
    }

    private void integer(LogicalType logical, long value) throws IOException {
      switch (logical) {
        case LogicalTypes.Date _ when isDay(value) ->
            json.writeString(LocalDate.ofEpochDay(value).toString());
        case LogicalTypes.TimeMillis _ when isTime(value, 1_000) ->
            json.writeString(LocalTime.ofNanoOfDay(value * 1_000_000).toString());
        case LogicalTypes.TimeMicros _ when isTime(value, 1_000_000) ->
            json.writeString(LocalTime.ofNanoOfDay(value * 1_000).toString());
        case ForeignType foreign when foreign.kind() == ForeignType.Kind.UNSIGNED_LONG ->
            json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
        case ForeignType foreign
            when foreign.kind() == ForeignType.Kind.TIME_NANOS && isTime(value, 1_000_000_000) ->
            json.writeString(LocalTime.ofNanoOfDay(value).toString());
        case LogicalTypes.TimestampMillis _, LogicalTypes.LocalTimestampMillis _ ->
            timestamp(value, 1_000);
        case LogicalTypes.TimestampMicros _, LogicalTypes.LocalTimestampMicros _ ->
            timestamp(value, 1_000_000);
        case LogicalTypes.TimestampNanos _, LogicalTypes.LocalTimestampNanos _ ->
            timestamp(value, 1_000_000_000);
        case null, default -> json.writeNumber(value);
      }
    }

    private static boolean isDay(long day) {
      return day >= FIRST_SECOND / SECONDS_A_DAY && day <= LAST_SECOND / SECONDS_A_DAY;
    }

    private static boolean isTime(long value, long perSecond) {
      return value >= 0 && value < SECONDS_A_DAY * perSecond;
    }

    private void timestamp(long value, long perSecond) throws IOException {
      long seconds = Math.floorDiv(value, perSecond);
      if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
        json.writeNumber(value);
        return;
      }
      long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
      json.writeString(Instant.ofEpochSecond(seconds, nanos).toString());
    }

    /// One beyond the years that a dataset has is written as the seconds that it is from 1970.
    private void instant(ByteBuffer value) throws IOException {
      long seconds = value.getLong();
      if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
        json.writeString(seconds + "s");
      } else {
        json.writeString(Instant.ofEpochSecond(seconds, value.getInt()).toString());
      }
    }
  }
}
