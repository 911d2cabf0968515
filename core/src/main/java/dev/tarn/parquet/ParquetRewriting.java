package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.EncodedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;

/// Rewrites Parquet files for a later schema, record by record, with the encoder's settings.
public final class ParquetRewriting {
  private ParquetRewriting() {}

  /// The `rows` rows of `file`, a data file's bytes, as a file of `next`'s schema, which must be
  /// able to read them by Avro's resolution rules.
  public static EncodedFile rewrite(byte[] file, long rows, DatasetDefinition next) {
    ParquetEncoder encoder = new ParquetEncoder(next);
    MemoryOutputFile written = new MemoryOutputFile();
    try (ParquetReader<GenericRecord> records =
        AvroParquetReader.<GenericRecord>builder(
                new MemoryInputFile(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new ZstdPages())
            .build()) {
      ParquetWriter<GenericRecord> writer =
          encoder.open(
              AvroParquetWriter.<GenericRecord>builder(written)
                  .withSchema(next.schema())
                  .withDataModel(GenericData.get()),
              rows,
              column -> OptionalLong.empty());
      try (writer) {
        for (GenericRecord record = records.read(); record != null; record = records.read()) {
          writer.write(RecordResolution.resolve(record, next.schema()));
        }
      }
      return new EncodedFile(written.content(), encoder.statistics(writer.getFooter().getBlocks()));
    } catch (IOException e) {
      throw new UncheckedIOException("a file could not be rewritten", e);
    }
  }
}
