package dev.tarn.parquet.input;

import dev.tarn.parquet.MemoryOutputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/// Parquet files as libraries write them.
public final class ForeignFiles {
  private ForeignFiles() {}

  /// How a file is laid out.
  ///
  /// @param rowGroupRows how many rows a row group has at most
  /// @param pageRows how many rows a page has at most
  /// @param checksums whether pages have checksums
  public record Layout(
      CompressionCodecName codec,
      WriterVersion version,
      int rowGroupRows,
      int pageRows,
      boolean checksums) {
    /// With checksums, as parquet-java writes files.
    public Layout(
        CompressionCodecName codec, WriterVersion version, int rowGroupRows, int pageRows) {
      this(codec, version, rowGroupRows, pageRows, true);
    }

    /// One row group of snappy, as most writers make it.
    public static final Layout USUAL =
        new Layout(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, 1_000_000, 20_000);
  }

  /// A file that parquet-avro writes.
  ///
  /// @param oldLists whether lists have two levels
  public static byte[] avro(
      Schema schema, List<GenericRecord> records, Layout layout, boolean oldLists) {
    MemoryOutputFile file = new MemoryOutputFile();
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, oldLists);
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(file)
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .withConf(configuration)
            .withCodecFactory(new TestCodecs())
            .withCompressionCodec(layout.codec())
            .withWriterVersion(layout.version())
            .withRowGroupRowCountLimit(layout.rowGroupRows())
            .withPageRowCountLimit(layout.pageRows())
            .withPageWriteChecksumEnabled(layout.checksums())
            .build()) {
      for (GenericRecord record : records) {
        writer.write(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.content();
  }

  /// A file of `schema`, in the words of the Parquet format, with a row for each of `rows`.
  @SafeVarargs
  public static byte[] rows(String schema, Layout layout, Consumer<Group>... rows) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    MemoryOutputFile file = new MemoryOutputFile();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(type)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new TestCodecs())
            .withCompressionCodec(layout.codec())
            .withWriterVersion(layout.version())
            .withRowGroupRowCountLimit(layout.rowGroupRows())
            .withPageRowCountLimit(layout.pageRows())
            .withPageWriteChecksumEnabled(layout.checksums())
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = new SimpleGroup(type);
        row.accept(group);
        writer.write(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.content();
  }

  /// `file` with a footer that `change` changed.
  public static byte[] withFooter(byte[] file, Consumer<FileMetaData> change) {
    int tail = file.length - 8;
    int length = ByteBuffer.wrap(file, tail, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    try {
      FileMetaData footer =
          Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
      change.accept(footer);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(file, 0, tail - length);
      Util.writeFileMetaData(footer, out);
      return end(out, out.size() - (tail - length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `file` with `footer`, whatever that is, in the place of its own.
  public static byte[] withFooter(byte[] file, byte[] footer) {
    int tail = file.length - 8;
    int length = ByteBuffer.wrap(file, tail, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, tail - length);
    out.writeBytes(footer);
    return end(out, footer.length);
  }

  private static byte[] end(ByteArrayOutputStream out, int length) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
