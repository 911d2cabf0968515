package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;

/// Reads and writes local files record by record, for schemas that only parquet-avro carries.
public final class RecordMerging {
  private RecordMerging() {}

  /// Adds the records of `file` to `records`, and does `step` after each, which may throw.
  public static void read(Path file, List<GenericRecord> records, Runnable step) {
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new ZstdPages())
            .build()) {
      for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
        records.add(record);
        step.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file could not be read", e);
    }
  }

  /// Writes `records` to the new file `file` as all of the dataset's files are written, and does
  /// `step` after each, which may throw.
  public static void write(
      Path file,
      List<GenericRecord> records,
      DatasetDefinition definition,
      int rowGroupRows,
      Runnable step) {
    ParquetSettings settings =
        new ParquetSettings(ParquetSettings.DEFAULT.zstdLevel(), rowGroupRows);
    try (ParquetWriter<GenericRecord> writer =
        new ParquetEncoder(definition, settings)
            .open(
                AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                    .withSchema(definition.schema())
                    .withDataModel(GenericData.get()),
                records.size(),
                column -> OptionalLong.empty())) {
      for (GenericRecord record : records) {
        writer.write(record);
        step.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file could not be written", e);
    }
  }
}
