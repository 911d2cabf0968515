package dev.tarn.export.part;

import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.parquet.RecordFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/// Opens the files of an export, all of one format, compression and schema.
final class PartWriters {
  private final ExportFormat format;
  private final ExportCompression compression;
  private final Schema schema;

  PartWriters(ExportFormat format, ExportCompression compression, Schema schema) {
    this.format = format;
    this.compression = compression;
    this.schema = schema;
  }

  /// A writer to `file`, where nothing may be.
  PartWriter open(Path file) throws IOException {
    return switch (format) {
      case PARQUET -> new ParquetPart(RecordFileWriter.open(file, schema, compression));
      case AVRO -> AvroPart.open(file, schema, compression);
      case CSV -> CsvPart.open(schema, CompressedFile.create(file, compression));
      case NDJSON -> new NdjsonPart(CompressedFile.create(file, compression));
    };
  }

  private record ParquetPart(RecordFileWriter writer) implements PartWriter {
    @Override
    public void write(GenericRecord record) throws IOException {
      writer.write(record);
    }

    @Override
    public long bytes() {
      return writer.bytes();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
