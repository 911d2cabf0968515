package dev.tarn.parquet;

import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/// What a local Parquet file that another engine wrote says of itself.
///
/// @param schema what parquet-avro makes of its schema
public record UnloadedFile(long rows, Schema schema) {
  /// Reads the footer of `file`. Throws [StoreException] where it has none.
  public static UnloadedFile read(Path file) {
    try (ParquetFileReader reader = ParquetFiles.open(new LocalInputFile(file))) {
      return new UnloadedFile(
          reader.getRecordCount(),
          new AvroSchemaConverter(new PlainParquetConfiguration())
              .convert(reader.getFileMetaData().getSchema()));
    } catch (IOException | RuntimeException e) {
      throw new StoreException("an unloaded file cannot be read as Parquet", e);
    }
  }
}
