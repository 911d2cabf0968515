package dev.tarn.parquet;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType;

/// A file's statistics from the row groups of its footer, as its writer has it in memory, where no
/// bound is shortened yet.
final class FooterStatistics {
  private FooterStatistics() {}

  /// The statistics of a file with these row groups.
  static FileStatistics of(MessageType schema, List<BlockMetaData> rowGroups) {
    Map<ColumnPath, Chunks<?>> chunks = new HashMap<>();
    for (ColumnDescriptor column : schema.getColumns()) {
      if (column.getMaxRepetitionLevel() == 0) {
        chunks.put(ColumnPath.get(column.getPath()), Chunks.ofType(column.getPrimitiveType()));
      }
    }
    long rows = 0;
    for (BlockMetaData rowGroup : rowGroups) {
      rows += rowGroup.getRowCount();
      for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
        Chunks<?> column = chunks.get(chunk.getPath());
        if (column != null) {
          column.add(chunk);
        }
      }
    }
    Map<String, ColumnStatistics> columns = new HashMap<>();
    chunks.forEach((path, column) -> columns.put(path.toDotString(), column.statistics()));
    return new FileStatistics(rows, columns);
  }

  /// What the chunks of one column hold. Parquet's statistics pass NaN over, which some engines
  /// take for the greatest number: a column that has any gets no bounds.
  private static final class Chunks<T extends Comparable<T>> {
    private final PrimitiveType type;
    private final PrimitiveComparator<T> order;
    private Optional<T> min = Optional.empty();
    private Optional<T> max = Optional.empty();
    private long nulls;
    private boolean nullsKnown = true;
    private boolean boundsKnown = true;

    private Chunks(PrimitiveType type) {
      this.type = type;
      order = type.comparator();
    }

    static Chunks<?> ofType(PrimitiveType type) {
      return new Chunks<>(type);
    }

    void add(ColumnChunkMetaData chunk) {
      Statistics<?> raw = chunk.getStatistics();
      nullsKnown &= raw.isNumNullsSet();
      nulls += raw.getNumNulls();
      boolean onlyNulls = raw.isNumNullsSet() && raw.getNumNulls() == chunk.getValueCount();
      boolean hasNaN = raw.isNanCountSet() && raw.getNanCount() > 0;
      if (hasNaN || (!raw.hasNonNullValue() && !onlyNulls)) {
        boundsKnown = false;
      } else if (raw.hasNonNullValue()) {
        @SuppressWarnings("unchecked")
        Statistics<T> statistics = (Statistics<T>) raw;
        T least = statistics.genericGetMin();
        T greatest = statistics.genericGetMax();
        min = min.filter(known -> order.compare(known, least) <= 0).or(() -> Optional.of(least));
        max =
            max.filter(known -> order.compare(known, greatest) >= 0)
                .or(() -> Optional.of(greatest));
      }
    }

    ColumnStatistics statistics() {
      Optional<Literal> least =
          boundsKnown ? min.flatMap(value -> ColumnBound.least(type, value)) : Optional.empty();
      Optional<Literal> greatest =
          boundsKnown ? max.flatMap(value -> ColumnBound.greatest(type, value)) : Optional.empty();
      return new ColumnStatistics(
          least, greatest, nullsKnown ? OptionalLong.of(nulls) : OptionalLong.empty());
    }
  }
}
