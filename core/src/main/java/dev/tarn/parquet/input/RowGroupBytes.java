package dev.tarn.parquet.input;

import dev.tarn.parquet.ByteRange;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.RangedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.RowGroup;

/// Reads the columns of row groups, after all that the footer says of them was checked.
final class RowGroupBytes {
  private static final int LONGEST_GAP = 256 << 10;
  private static final int BEFORE_COLUMNS = 4;

  private final RangedFile file;
  private final InputFooter footer;
  private final ParquetInputLimits limits;

  RowGroupBytes(RangedFile file, InputFooter footer, ParquetInputLimits limits) {
    this.file = file;
    this.footer = footer;
    this.limits = limits;
  }

  /// How a row group is named in messages.
  static String name(int group) {
    return "row group " + group;
  }

  /// Has `columns` begin with row group `index`.
  void begin(int index, List<InputColumn> columns) throws IOException {
    RowGroup group = footer.groups().get(index);
    List<ByteRange> ranges = new ArrayList<>();
    List<PageCompression> compressions = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (InputColumn column : columns) {
      String where = name(index) + ", column '" + column.name() + "'";
      ColumnMetaData metadata = metadata(group, column, where);
      ranges.add(range(metadata, where));
      CompressionCodec codec = metadata.getCodec();
      if (codec == null) {
        throw malformed(where + ": the footer names no codec that is known");
      }
      compressions.add(PageCompression.of(codec, where));
      counts.add(metadata.getNum_values());
    }
    long bytes = ByteRange.sum(ranges);
    if (bytes > limits.rowGroupBytes()) {
      throw new Problem.PayloadTooLarge(
              "%s has %d bytes in the %d columns that are read, where %d are the most; write smaller row groups"
                  .formatted(name(index), bytes, columns.size(), limits.rowGroupBytes()))
          .exception();
    }
    NavigableMap<Long, byte[]> read = read(ranges);
    for (int i = 0; i < columns.size(); i++) {
      ByteRange range = ranges.get(i);
      Map.Entry<Long, byte[]> around = read.floorEntry(range.start());
      int from = (int) (range.start() - around.getKey());
      columns
          .get(i)
          .begin(
              new ChunkBytes(
                  around.getValue(),
                  from,
                  from + range.length(),
                  range.start(),
                  counts.get(i),
                  compressions.get(i)),
              name(index));
    }
  }

  private NavigableMap<Long, byte[]> read(List<ByteRange> ranges) throws IOException {
    NavigableMap<Long, byte[]> read = new TreeMap<>();
    for (ByteRange request : ByteRange.coalesce(ranges, LONGEST_GAP)) {
      byte[] bytes = file.range(request.start(), request.length());
      if (bytes.length != request.length()) {
        throw new IOException(
            "%d bytes were read where %d are asked for".formatted(bytes.length, request.length()));
      }
      read.put(request.start(), bytes);
    }
    return read;
  }

  private ColumnMetaData metadata(RowGroup group, InputColumn column, String where) {
    ColumnChunk chunk =
        Objects.requireNonNull(group.getColumns(), "the footer was checked").get(column.index());
    if (chunk.isSetCrypto_metadata()) {
      throw malformed(where + ": the column is encrypted");
    }
    if (chunk.isSetFile_path()) {
      throw malformed(where + ": the column is in another file");
    }
    ColumnMetaData metadata = chunk.getMeta_data();
    if (metadata == null) {
      throw malformed(where + ": the footer does not say where it is");
    }
    if (metadata.getPath_in_schema() == null
        || !metadata.getPath_in_schema().equals(Arrays.asList(column.descriptor().getPath()))) {
      throw malformed(where + ": the footer has another column in its place");
    }
    long values = metadata.getNum_values();
    if (values < 0
        || (column.descriptor().getMaxRepetitionLevel() == 0 && values != group.getNum_rows())) {
      throw malformed(
          "%s: the footer says that it has %d values in %d rows"
              .formatted(where, values, group.getNum_rows()));
    }
    return metadata;
  }

  private ByteRange range(ColumnMetaData metadata, String where) {
    long data = metadata.getData_page_offset();
    long dictionary =
        metadata.isSetDictionary_page_offset() ? metadata.getDictionary_page_offset() : 0;
    long start = dictionary > 0 && dictionary < data ? dictionary : data;
    long length = metadata.getTotal_compressed_size();
    if (length == 0 && metadata.getNum_values() == 0) {
      return new ByteRange(BEFORE_COLUMNS, BEFORE_COLUMNS);
    }
    if (start < BEFORE_COLUMNS || length < 0 || start > footer.start() - length) {
      throw malformed(
          "%s: the footer says that it has %d bytes from byte %d on, where the columns end at byte %d"
              .formatted(where, length, start, footer.start()));
    }
    return new ByteRange(start, start + length);
  }

  private static ProblemException malformed(String detail) {
    return new Problem.MalformedBody(detail, Optional.empty()).exception();
  }
}
