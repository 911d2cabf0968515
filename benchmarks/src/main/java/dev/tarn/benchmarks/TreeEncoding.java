package dev.tarn.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tarn.parquet.MemoryOutputFile;
import dev.tarn.parquet.ParquetSettings;
import dev.tarn.parquet.ZstdCodecFactory;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/// The usual way from JSON to Parquet in Java: a tree of each record, a generic Avro record of each
/// tree, parquet-avro's writer.
final class TreeEncoding {
  private final Schema schema;
  private final int zstdLevel;
  private final ObjectReader reader = new ObjectMapper().readerFor(JsonNode.class);

  TreeEncoding(Schema schema, int zstdLevel) {
    this.schema = schema;
    this.zstdLevel = zstdLevel;
  }

  /// The Parquet file for a body of newline-delimited JSON.
  byte[] encode(byte[] body) throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    MemoryOutputFile file = new MemoryOutputFile();
    try (MappingIterator<JsonNode> trees = reader.readValues(body);
        ParquetWriter<GenericRecord> writer =
            AvroParquetWriter.<GenericRecord>builder(file)
                .withSchema(schema)
                .withConf(configuration)
                .withDataModel(GenericData.get())
                .withCodecFactory(new ZstdCodecFactory(zstdLevel))
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupRowCountLimit(ParquetSettings.DEFAULT.rowGroupRows())
                .build()) {
      while (trees.hasNext()) {
        writer.write(record(schema, trees.next()));
      }
    }
    return file.content();
  }

  private static GenericRecord record(Schema schema, JsonNode object) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), object.get(field.name())));
    }
    return record;
  }

  private static @Nullable Object value(Schema schema, @Nullable JsonNode json) {
    if (json == null || json.isNull()) {
      return null;
    }
    return switch (schema.getType()) {
      case STRING -> json.textValue();
      case LONG ->
          json.isTextual()
              ? (Object) ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(json.textValue()))
              : (Object) json.longValue();
      case INT -> json.intValue();
      case DOUBLE -> json.doubleValue();
      case FLOAT -> json.floatValue();
      case BOOLEAN -> json.booleanValue();
      case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
      case RECORD -> record(schema, json);
      case UNION -> value(schema.getTypes().get(1), json);
      case NULL, BYTES, FIXED, ARRAY, MAP ->
          throw new IllegalArgumentException("telemetry has no " + schema.getType());
    };
  }
}
