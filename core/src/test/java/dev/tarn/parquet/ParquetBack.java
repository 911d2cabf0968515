package dev.tarn.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// Reads Parquet in memory with parquet-java's own readers.
public final class ParquetBack {
  private ParquetBack() {}

  /// The records of a file, by parquet-avro.
  public static List<GenericRecord> records(byte[] file) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(new Bytes(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new ZstdReading())
            .build()) {
      for (GenericRecord record; (record = reader.read()) != null; ) {
        records.add(record);
      }
    }
    return records;
  }

  /// A reader of the file's footer and pages.
  public static ParquetFileReader open(byte[] file) throws IOException {
    return ParquetFileReader.open(
        new Bytes(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdReading())
            .build());
  }

  private static final class Bytes implements InputFile {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Positioned stream = new Positioned(bytes);
      return new DelegatingSeekableInputStream(stream) {
        @Override
        public long getPos() {
          return stream.position();
        }

        @Override
        public void seek(long position) throws IOException {
          if (position > bytes.length) {
            throw new EOFException("beyond the end: " + position);
          }
          stream.seek((int) position);
        }
      };
    }
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    int position() {
      return pos;
    }

    void seek(int position) {
      pos = position;
    }
  }

  private static final class Uncompressed
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int size) {
      return page;
    }

    @Override
    public void decompress(ByteBuffer page, int length, ByteBuffer into, int size) {
      into.put(page);
    }

    @Override
    public void release() {}
  }

  private static final class ZstdReading
      implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("a reader writes no pages");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      return codec == CompressionCodecName.UNCOMPRESSED ? new Uncompressed() : this;
    }

    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      page.writeAllTo(bytes);
      return BytesInput.from(Zstd.decompress(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer page, int length, ByteBuffer into, int size) {
      byte[] bytes = new byte[length];
      page.get(bytes);
      into.put(Zstd.decompress(bytes, size));
    }

    @Override
    public void release() {}
  }
}
