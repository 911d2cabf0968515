package dev.tarn.parquet;

import dev.tarn.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;

/// The records of one of a table's data files, which is on local disk, one after another.
public final class RecordFileReader implements Closeable {
  private final ParquetReader<GenericRecord> reader;
  private final Schema schema;

  private RecordFileReader(ParquetReader<GenericRecord> reader, Schema schema) {
    this.reader = reader;
    this.schema = schema;
  }

  /// The records of `file` as ones of `schema`, which must be able to read them by Avro's
  /// resolution rules. Values are Avro's own: none is converted for its logical type.
  public static RecordFileReader open(Path file, Schema schema) {
    try {
      return new RecordFileReader(
          AvroParquetReader.<GenericRecord>builder(
                  new LocalInputFile(file), new PlainParquetConfiguration())
              .withDataModel(GenericData.get())
              .withCodecFactory(new ZstdPages())
              .build(),
          schema);
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  /// The next record, or empty after the last. Throws [StoreException] where the file is not what
  /// it should be.
  public Optional<GenericRecord> next() {
    GenericRecord record;
    try {
      record = reader.read();
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
    if (record == null) {
      return Optional.empty();
    }
    return Optional.of(
        record.getSchema().equals(schema) ? record : RecordResolution.resolve(record, schema));
  }

  private static StoreException unreadable(Exception cause) {
    return new StoreException("a data file cannot be read as Parquet", cause);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
