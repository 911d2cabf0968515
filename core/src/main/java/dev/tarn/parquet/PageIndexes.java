package dev.tarn.parquet;

import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// Where the page indexes of some columns of a file are, as its footer says.
final class PageIndexes {
  private final MessageType schema;
  private final List<BlockMetaData> groups;
  private final Map<Integer, List<OfColumn>> byGroup = new TreeMap<>();
  private final List<ByteRange> all = new ArrayList<>();

  /// The page index of one column chunk.
  ///
  /// @param path of the column, dotted
  /// @param columnIndex where it is told what pages hold
  /// @param offsetIndex where it is told which rows pages have
  record OfColumn(String path, PrimitiveType type, ByteRange columnIndex, ByteRange offsetIndex) {}

  private PageIndexes(ParquetMetadata metadata) {
    this.schema = metadata.getFileMetaData().getSchema();
    this.groups = metadata.getBlocks();
  }

  /// Those of the columns at `paths`, in the row groups at `positions`, of `file`, whose data ends
  /// at `dataEnd`. Left out are those of columns that may have several values in a row, or that
  /// have no order, and of numbers among which there may be a NaN, which bounds pass over.
  static PageIndexes of(
      ParquetMetadata metadata, DataFile file, long dataEnd, Set<String> paths, BitSet positions) {
    PageIndexes indexes = new PageIndexes(metadata);
    for (int i = 0; i < indexes.groups.size(); i++) {
      List<OfColumn> wanted = new ArrayList<>();
      for (ColumnChunkMetaData chunk : indexes.groups.get(i).getColumns()) {
        Optional<ByteRange> values = range(chunk.getColumnIndexReference(), dataEnd);
        Optional<ByteRange> places = range(chunk.getOffsetIndexReference(), dataEnd);
        String path = chunk.getPath().toDotString();
        values.ifPresent(indexes.all::add);
        places.ifPresent(indexes.all::add);
        if (values.isPresent()
            && places.isPresent()
            && positions.get(i)
            && paths.contains(path)
            && indexes.tellsBounds(chunk, file)) {
          wanted.add(new OfColumn(path, chunk.getPrimitiveType(), values.get(), places.get()));
        }
      }
      if (!wanted.isEmpty()) {
        indexes.byGroup.put(i, wanted);
      }
    }
    return indexes;
  }

  private static Optional<ByteRange> range(@Nullable IndexReference index, long dataEnd) {
    if (index == null
        || index.getOffset() < ParquetFooter.MAGIC_BYTES
        || index.getLength() <= 0
        || index.getLength() > dataEnd - index.getOffset()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(index.getOffset(), index.getOffset() + index.getLength()));
  }

  private boolean tellsBounds(ColumnChunkMetaData chunk, DataFile file) {
    String[] path = chunk.getPath().toArray();
    if (!schema.containsPath(path)) {
      return false;
    }
    ColumnDescriptor column = schema.getColumnDescription(path);
    PrimitiveType type = column.getPrimitiveType();
    if (column.getMaxRepetitionLevel() > 0
        || type.columnOrder().getColumnOrderName() == ColumnOrderName.UNDEFINED) {
      return false;
    }
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> RowGroupStatistics.hasUpperBound(file, chunk.getPath().toDotString());
      case BOOLEAN, INT32, INT64, BINARY, FIXED_LEN_BYTE_ARRAY -> true;
      case INT96 -> false;
    };
  }

  /// The indexes that are told of, by the positions of their row groups.
  Map<Integer, List<OfColumn>> byGroup() {
    return byGroup;
  }

  /// Whether there are any.
  boolean isEmpty() {
    return byGroup.isEmpty();
  }

  /// The row group at `position`.
  BlockMetaData group(int position) {
    return groups.get(position);
  }

  /// What the footer says of the row group at `position`.
  FileStatistics statistics(int position) {
    return FooterStatistics.of(schema, List.of(groups.get(position)));
  }

  /// The bytes from the first of these indexes to the last; none where there is none.
  ByteRange span() {
    return span(
        byGroup.values().stream()
            .flatMap(List::stream)
            .flatMap(each -> Stream.of(each.columnIndex(), each.offsetIndex()))
            .toList());
  }

  /// The bytes from the first index of the file, of whatever column, to the last.
  ByteRange all() {
    return span(all);
  }

  private static ByteRange span(List<ByteRange> ranges) {
    return new ByteRange(
        ranges.stream().mapToLong(ByteRange::start).min().orElse(0),
        ranges.stream().mapToLong(ByteRange::end).max().orElse(0));
  }

  /// How many bytes the top-level `columns` have in the row groups that these indexes are of.
  long bytesOf(Set<String> columns) {
    return byGroup.keySet().stream()
        .flatMap(position -> groups.get(position).getColumns().stream())
        .filter(chunk -> columns.contains(chunk.getPath().toArray()[0]))
        .mapToLong(ColumnChunkMetaData::getTotalSize)
        .sum();
  }
}
