package dev.tarn.parquet;

import dev.tarn.export.ExportCompression;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;

/// Writes records of any Avro schema to a new local Parquet file, as parquet-avro does, with row
/// groups of 250,000 rows at most.
public final class RecordFileWriter implements Closeable {
  private final ParquetWriter<GenericRecord> writer;

  private RecordFileWriter(ParquetWriter<GenericRecord> writer) {
    this.writer = writer;
  }

  /// A writer to `file`, where nothing may be.
  public static RecordFileWriter open(Path file, Schema schema, ExportCompression compression)
      throws IOException {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    PageCodecs codecs = new PageCodecs(compression);
    try {
      return new RecordFileWriter(
          AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
              .withSchema(schema)
              .withDataModel(GenericData.get())
              .withConf(configuration)
              .withCodecFactory(codecs)
              .withCompressionCodec(codecs.name())
              .withSizeStatisticsEnabled(false)
              .withRowGroupRowCountLimit(ParquetSettings.DEFAULT.rowGroupRows())
              .build());
    } catch (IOException | RuntimeException e) {
      codecs.release();
      throw e;
    }
  }

  /// Adds a record.
  public void write(GenericRecord record) throws IOException {
    writer.write(record);
  }

  /// About how large the file is, with what is not in it yet.
  public long bytes() {
    return writer.getDataSize();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
