package dev.tarn.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/// The footer of a file that has some of another file's column chunks, where they are in that, and
/// holes elsewhere. Whatever tells of what is in the holes is left out: other row groups and
/// columns, bloom filters, page indices, and the order that rows have by other columns.
final class MiniFooter {
  private final FileMetaData metadata;
  private final List<ByteRange> chunks;

  private MiniFooter(FileMetaData metadata, List<ByteRange> chunks) {
    this.metadata = metadata;
    this.chunks = chunks;
  }

  /// Makes `metadata`, of a file whose data ends at `dataEnd`, into the footer with the top-level
  /// `columns` and the row groups whose positions are in `kept`. Names are taken as engines do,
  /// without their case. Throws [IOException] where the footer is not one of one sound file.
  static MiniFooter of(FileMetaData metadata, long dataEnd, Set<String> columns, BitSet kept)
      throws IOException {
    BitSet leaves = keepColumns(metadata, columns);
    List<RowGroup> groups = new ArrayList<>();
    List<ByteRange> chunks = new ArrayList<>();
    long rows = 0;
    List<RowGroup> all = ParquetFooter.groups(metadata);
    for (int i = 0; i < all.size(); i++) {
      if (kept.get(i)) {
        RowGroup group = all.get(i);
        keepChunks(group, leaves, dataEnd, chunks);
        rows += group.getNum_rows();
        groups.add(group);
      }
    }
    metadata.setRow_groups(groups);
    metadata.setNum_rows(rows);
    metadata.unsetKey_value_metadata();
    return new MiniFooter(metadata, chunks);
  }

  /// The column chunks that the file has to have.
  List<ByteRange> chunks() {
    return chunks;
  }

  int rowGroups() {
    return metadata.getRow_groupsSize();
  }

  /// What the file ends with, which may stand anywhere after its last chunk.
  byte[] end() throws IOException {
    return ParquetFooter.end(metadata);
  }

  /// Where `chunk` lies in a file whose data ends at `dataEnd`.
  static ByteRange range(ColumnMetaData chunk, long dataEnd) throws IOException {
    long data = chunk.getData_page_offset();
    long start =
        chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
            ? Math.min(data, chunk.getDictionary_page_offset())
            : data;
    long length = chunk.getTotal_compressed_size();
    if (start < ParquetFooter.MAGIC_BYTES || length < 0 || length > dataEnd - start) {
      throw new IOException(
          "a column chunk of %d bytes at %d is outside of the data, which ends at %d"
              .formatted(length, start, dataEnd));
    }
    return new ByteRange(start, start + length);
  }

  /// Leaves the schema with `columns` alone, and gives the positions of their leaves in the old
  /// one.
  private static BitSet keepColumns(FileMetaData metadata, Set<String> columns) throws IOException {
    Set<String> wanted = new HashSet<>();
    columns.forEach(column -> wanted.add(column.toLowerCase(Locale.ROOT)));
    List<SchemaElement> before = ParquetFooter.schema(metadata);
    if (before.isEmpty()) {
      throw new IOException("the schema is empty");
    }
    SchemaElement root = before.getFirst().deepCopy();
    List<SchemaElement> after = new ArrayList<>(List.of(root));
    BitSet leaves = new BitSet();
    int fields = 0;
    int leaf = 0;
    int at = 1;
    while (at < before.size()) {
      boolean kept = wanted.contains(ParquetFooter.name(before.get(at)).toLowerCase(Locale.ROOT));
      fields += kept ? 1 : 0;
      for (int open = 1; open > 0; at++) {
        if (at == before.size()) {
          throw new IOException("the schema ends within a group");
        }
        SchemaElement element = before.get(at);
        boolean group = element.getNum_children() > 0;
        open += group ? element.getNum_children() - 1 : -1;
        if (kept) {
          after.add(element);
          leaves.set(leaf, !group);
        }
        leaf += group ? 0 : 1;
      }
    }
    root.setNum_children(fields);
    metadata.setSchema(after);
    List<ColumnOrder> orders = metadata.getColumn_orders();
    if (orders != null) {
      if (orders.size() == leaf) {
        metadata.setColumn_orders(picked(orders, leaves));
      } else {
        metadata.unsetColumn_orders();
      }
    }
    return leaves;
  }

  private static void keepChunks(
      RowGroup group, BitSet leaves, long dataEnd, List<ByteRange> chunks) throws IOException {
    List<ColumnChunk> all = ParquetFooter.columns(group);
    if (all.size() < leaves.length()) {
      throw new IOException("a row group lacks columns of the schema");
    }
    List<ColumnChunk> kept = picked(all, leaves);
    long uncompressed = 0;
    long compressed = 0;
    for (ColumnChunk chunk : kept) {
      ColumnMetaData column = chunk.getMeta_data();
      if (column == null || chunk.isSetFile_path() || chunk.isSetCrypto_metadata()) {
        throw new IOException("a column chunk is encrypted or in another file");
      }
      chunks.add(range(column, dataEnd));
      uncompressed += column.getTotal_uncompressed_size();
      compressed += column.getTotal_compressed_size();
      column.unsetBloom_filter_offset();
      column.unsetBloom_filter_length();
      column.unsetIndex_page_offset();
      chunk.unsetColumn_index_offset();
      chunk.unsetColumn_index_length();
      chunk.unsetOffset_index_offset();
      chunk.unsetOffset_index_length();
    }
    group.setColumns(kept);
    group.setTotal_byte_size(uncompressed);
    group.setTotal_compressed_size(compressed);
    group.unsetSorting_columns();
    group.unsetFile_offset();
    group.unsetOrdinal();
  }

  private static <T> List<T> picked(List<T> all, BitSet which) {
    List<T> picked = new ArrayList<>();
    for (int i = which.nextSetBit(0); i >= 0; i = which.nextSetBit(i + 1)) {
      picked.add(all.get(i));
    }
    return picked;
  }
}
