package dev.tarn.export.part;

import dev.tarn.export.ExportCompression;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/// An Avro object container file ("Object Container Files" in the Avro specification).
final class AvroPart implements PartWriter {
  private static final int LEVEL = 6;

  private final CompressedFile file;
  private final DataFileWriter<GenericRecord> writer;

  private AvroPart(CompressedFile file, DataFileWriter<GenericRecord> writer) {
    this.file = file;
    this.writer = writer;
  }

  static AvroPart open(Path path, Schema schema, ExportCompression compression) throws IOException {
    CompressedFile file = CompressedFile.create(path, ExportCompression.NONE);
    try {
      DataFileWriter<GenericRecord> writer =
          new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema, GenericData.get()));
      writer.setCodec(
          switch (compression) {
            case NONE -> CodecFactory.nullCodec();
            case GZIP -> CodecFactory.deflateCodec(LEVEL);
            case ZSTD -> CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL);
          });
      return new AvroPart(file, writer.create(schema, file));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void write(GenericRecord record) throws IOException {
    writer.append(record);
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
