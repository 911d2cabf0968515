package dev.tarn.parquet;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Predicate;
import dev.tarn.table.StatisticsPruning;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/// Rules out more row groups of a file by the page indexes of the columns that a predicate is
/// about: where none of the rows that pages of all these columns share may meet it. Indexes that
/// were read with the footer are looked at anyhow; others are read, all by one request, where that
/// may save more than it takes. What is not understood rules out nothing.
final class RowGroupPages {
  /// Indexes of no more than this part of what a request is worth are read with footers.
  private static final int PART_READ_ALONG = 16;

  private final Set<String> paths;
  private final StatisticsPruning pruning;
  private final FetchSettings settings;

  RowGroupPages(Predicate predicate, String eventTime, FetchSettings settings) {
    this.paths = paths(predicate);
    this.pruning = new StatisticsPruning(predicate, eventTime);
    this.settings = settings;
  }

  private static Set<String> paths(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare compare -> Set.of(compare.column());
      case Predicate.In in -> Set.of(in.column());
      case Predicate.IsNull isNull -> Set.of(isNull.column());
      case Predicate.IsNotNull isNotNull -> Set.of(isNotNull.column());
      case Predicate.Like like -> Set.of(like.column());
      case Predicate.And and -> paths(and.parts());
      case Predicate.Or or -> paths(or.parts());
    };
  }

  private static Set<String> paths(List<Predicate> parts) {
    Set<String> paths = new HashSet<>();
    parts.forEach(part -> paths.addAll(paths(part)));
    return paths;
  }

  /// The page indexes that tell more of the row groups at `groups`. `metadata` is of `file`, whose
  /// footer is `footer`.
  PageIndexes indexes(ParquetMetadata metadata, DataFile file, StoredFooter footer, BitSet groups) {
    return PageIndexes.of(metadata, file, footer.start(), paths, groups);
  }

  /// Whether page indexes of a file of `metadata` are in a known order. Others are not looked at.
  boolean areTrusted(FileMetaData metadata) {
    return metadata.isSetColumn_orders();
  }

  /// What to read so that `indexes` are known, of a file whose `columns` else are read; empty where
  /// that is kept already, or would take more than it may save.
  Optional<ByteRange> toRead(PageIndexes indexes, StoredFooter footer, Set<String> columns) {
    if (indexes.isEmpty() || footer.keeps(indexes.span())) {
      return Optional.empty();
    }
    int along = toReadAlong(indexes, footer);
    ByteRange range =
        along > 0 ? new ByteRange(footer.start() - along, footer.start()) : indexes.span();
    long length = range.end() - range.start();
    return length <= ByteRange.LONGEST
            && indexes.bytesOf(columns) - length > settings.requestWorthBytes()
        ? Optional.of(range)
        : Optional.empty();
  }

  /// How many bytes before the footer are the page indexes of all columns, or none if those are too
  /// many to be read with each footer of a table.
  int toReadAlong(PageIndexes indexes, StoredFooter footer) {
    long length = footer.start() - indexes.all().start();
    return length <= settings.requestWorthBytes() / PART_READ_ALONG ? (int) length : 0;
  }

  /// Takes out of `groups` those that can't match by what `footer` keeps of `indexes`.
  void refine(PageIndexes indexes, DataFile file, StoredFooter footer, BitSet groups) {
    indexes
        .byGroup()
        .forEach((position, columns) -> {
          Map<String, ColumnPages> pages = new HashMap<>();
          BlockMetaData group = indexes.group(position);
          for (PageIndexes.OfColumn column : columns) {
            Optional<byte[]> values = footer.kept(column.columnIndex());
            Optional<byte[]> places = footer.kept(column.offsetIndex());
            if (values.isPresent() && places.isPresent()) {
              ColumnPages.read(values.get(), places.get(), column.type(), group.getRowCount())
                  .ifPresent(known -> pages.put(column.path(), known));
            }
          }
          if (!pages.isEmpty() && !mayMatch(indexes.statistics(position), pages, file)) {
            groups.clear(position);
          }
        });
  }

  /// Whether rows that lie in the same pages may match, for any such rows of a row group of
  /// `statistics`.
  private boolean mayMatch(
      FileStatistics statistics, Map<String, ColumnPages> pages, DataFile file) {
    TreeSet<Long> starts = new TreeSet<>();
    for (ColumnPages column : pages.values()) {
      for (long first : column.firstRows()) {
        starts.add(first);
      }
    }
    for (long start : starts) {
      Long next = starts.higher(start);
      long rows = (next == null ? statistics.rows() : next) - start;
      if (pruning.mayMatch(RowGroupStatistics.part(file, rowsAt(start, rows, statistics, pages)))) {
        return true;
      }
    }
    return false;
  }

  private FileStatistics rowsAt(
      long start, long rows, FileStatistics group, Map<String, ColumnPages> pages) {
    Map<String, ColumnStatistics> columns = new HashMap<>();
    for (String path : paths) {
      ColumnStatistics chunk = group.columns().get(path);
      ColumnPages known = pages.get(path);
      if (chunk != null) {
        columns.put(
            path,
            known == null
                ? new ColumnStatistics(chunk.min(), chunk.max(), ColumnPages.nullsOfSome(chunk))
                : known.of(start, rows, chunk));
      }
    }
    return new FileStatistics(rows, columns);
  }
}
