package dev.tarn.parquet;

import dev.tarn.store.StoreException;
import dev.tarn.table.FileStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/// The footer of a local Parquet file: thrift, its length in four little-endian bytes, and `PAR1`,
/// as the Parquet format lays it out ("File Format").
public final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /// The bytes after the footer: its length, and `PAR1`.
  static final int TAIL = 8;

  /// The bytes that a file starts with.
  static final int MAGIC_BYTES = 4;

  private final FileMetaData metadata;
  private final long start;

  private ParquetFooter(FileMetaData metadata, long start) {
    this.metadata = metadata;
    this.start = start;
  }

  /// Reads the footer of `file`.
  public static ParquetFooter read(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = read(in, in.length() - TAIL, TAIL, file);
      if (!Arrays.equals(tail, 4, TAIL, MAGIC, 0, MAGIC.length)) {
        throw malformed(file);
      }
      int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long start = in.length() - TAIL - length;
      byte[] footer = read(in, start, length, file);
      return new ParquetFooter(Util.readFileMetaData(new ByteArrayInputStream(footer)), start);
    } catch (IOException e) {
      throw new StoreException("cannot read the footer of " + file.getFileName(), e);
    }
  }

  /// The length of the footer of a file that ends with `end`. Throws [IOException] where no Parquet
  /// file does.
  static int length(byte[] end) throws IOException {
    if (end.length < TAIL
        || !Arrays.equals(end, end.length - MAGIC_BYTES, end.length, MAGIC, 0, MAGIC_BYTES)) {
      throw new IOException("the file does not end as a Parquet file does");
    }
    return ByteBuffer.wrap(end, end.length - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /// What a file starts with.
  static byte[] magic() {
    return MAGIC.clone();
  }

  /// The bytes that a file with the footer `metadata` ends with.
  static byte[] end(FileMetaData metadata) throws IOException {
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, footer);
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    var _ = tail.putInt(footer.size()).put(MAGIC);
    footer.writeBytes(tail.array());
    return footer.toByteArray();
  }

  private static byte[] read(RandomAccessFile in, long at, int length, Path file)
      throws IOException {
    if (at < 0 || length < 0) {
      throw malformed(file);
    }
    byte[] bytes = new byte[length];
    in.seek(at);
    in.readFully(bytes);
    return bytes;
  }

  private static StoreException malformed(Path file) {
    return new StoreException(file.getFileName() + " is not a Parquet file");
  }

  /// How many row groups the file has.
  public int rowGroups() {
    return metadata.getRow_groupsSize();
  }

  /// How many rows the file has.
  public long rows() {
    return metadata.getNum_rows();
  }

  /// How many bytes the file's columns are before they are compressed.
  public long uncompressedBytes() {
    return groups().stream().mapToLong(group -> group.getTotal_byte_size()).sum();
  }

  /// The elements of the schema, the root first.
  List<SchemaElement> schema() {
    return schema(metadata);
  }

  /// The elements of the schema of `metadata`, the root first.
  static List<SchemaElement> schema(FileMetaData metadata) {
    return Objects.requireNonNull(metadata.getSchema(), "the format requires a schema");
  }

  /// The name of `element`.
  static String name(SchemaElement element) {
    return Objects.requireNonNull(element.getName(), "the format requires names");
  }

  /// The row groups, in order.
  List<RowGroup> groups() {
    return groups(metadata);
  }

  /// The row groups of `metadata`, in order.
  static List<RowGroup> groups(FileMetaData metadata) {
    return Objects.requireNonNull(metadata.getRow_groups(), "the format requires row groups");
  }

  /// The column chunks of `group`, in order.
  static List<ColumnChunk> columns(RowGroup group) {
    return Objects.requireNonNull(group.getColumns(), "the format requires columns");
  }

  /// What `chunk` says of its column.
  static ColumnMetaData column(ColumnChunk chunk) {
    return Objects.requireNonNull(chunk.getMeta_data(), "a column of another file");
  }

  /// The names from the schema's root to the column of `chunk`.
  static List<String> path(ColumnChunk chunk) {
    return Objects.requireNonNull(column(chunk).getPath_in_schema(), "the format requires a path");
  }

  /// The footer itself, to be changed by the package's own before it is put back.
  FileMetaData metadata() {
    return metadata;
  }

  /// Puts this footer in the place of the one `file` has, which is where this was read, or its
  /// copy. Data stays where it is.
  void replaceIn(Path file) {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(start);
      out.seek(start);
      out.write(end(metadata));
    } catch (IOException e) {
      throw new StoreException("cannot write the footer of " + file.getFileName(), e);
    }
  }

  /// What `file` holds, by its row groups.
  public static FileStatistics statistics(Path file) {
    try (ParquetFileReader reader = ParquetFiles.open(new LocalInputFile(file))) {
      return FooterStatistics.of(
          reader.getFileMetaData().getSchema(), reader.getFooter().getBlocks());
    } catch (IOException e) {
      throw new StoreException("cannot read the footer of " + file.getFileName(), e);
    }
  }
}
