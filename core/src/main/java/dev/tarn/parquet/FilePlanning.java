package dev.tarn.parquet;

import dev.tarn.problem.ProblemException;
import dev.tarn.query.FetchFigures;
import dev.tarn.query.FileScan;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/// Decides what to read of each file of one scan. Safe for use by many threads.
final class FilePlanning {
  /// Row groups of files whose footers are not known are taken to have this many rows at least.
  private static final long LEAST_GROUP_ROWS = 100_000;

  private final FileScan scan;
  private final FooterSource footers;
  private final FetchSettings settings;
  private final RowGroupPages pages;
  private final RowGroupFilters filters;
  private final Map<Integer, Optional<Set<String>>> columns = new ConcurrentHashMap<>();

  FilePlanning(FileScan scan, FooterSource footers, FetchSettings settings) {
    this.scan = scan;
    this.footers = footers;
    this.settings = settings;
    this.pages = new RowGroupPages(scan.predicate(), scan.definition().eventTime(), settings);
    this.filters = new RowGroupFilters(scan.predicate(), settings);
  }

  /// What to read of `file`; its footer, and what that names, is read to find out where it pays.
  FileFetch plan(DataFile file, StoreReads reads) {
    Optional<FileFetch> known = withoutFooter(file);
    if (known.isPresent()) {
      return known.get();
    }
    StoredFooter footer = footers.read(table(), file, reads);
    try {
      FileMetaData metadata = footer.parse();
      Optional<ParquetMetadata> typed = typed(metadata);
      BitSet groups = candidates(metadata, typed, file);
      if (typed.isPresent() && !isSmall(file)) {
        if (pages.areTrusted(metadata)) {
          refineByPages(typed.get(), file, footer, groups, reads);
        }
        filters.refine(metadata, file, footer, writtenColumns(file), groups, reads);
      }
      return of(file, footer, metadata, groups);
    } catch (IOException e) {
      footers.forget(file);
      throw StoreReads.damaged(file, "has a footer that cannot be read", e);
    } catch (ProblemException e) {
      // The footer that is kept may be of a content that is not there any more.
      footers.forget(file);
      throw e;
    }
  }

  private void refineByPages(
      ParquetMetadata metadata,
      DataFile file,
      StoredFooter footer,
      BitSet groups,
      StoreReads reads) {
    PageIndexes indexes = pages.indexes(metadata, file, footer, groups);
    if (!indexes.isEmpty()) {
      footers.learnIndexes(table(), pages.toReadAlong(indexes, footer));
    }
    StoredFooter settled =
        pages
            .toRead(indexes, footer, writtenColumns(file))
            .map(range -> footer.keeping(range.start(), reads.range(file, range, footer.etag())))
            .orElseGet(() -> footer.keepingOnly(indexes.all()));
    footers.keep(file, footer, settled);
    pages.refine(indexes, file, settled, groups);
  }

  /// The most that is read of `file`, by what is known of it.
  FetchFigures foresee(DataFile file) {
    Optional<FileFetch> known = withoutFooter(file);
    if (known.isPresent()) {
      return known.get().figures();
    }
    Optional<StoredFooter> footer = footers.known(file);
    if (footer.isEmpty()) {
      return unknown(file);
    }
    try {
      return foresee(file, footer.get());
    } catch (IOException e) {
      return unknown(file);
    }
  }

  private FetchFigures foresee(DataFile file, StoredFooter footer) throws IOException {
    FileMetaData metadata = footer.parse();
    Optional<ParquetMetadata> typed = typed(metadata);
    BitSet groups = candidates(metadata, typed, file);
    FetchFigures ofIndexes = FetchFigures.NONE;
    if (typed.isPresent() && !isSmall(file) && pages.areTrusted(metadata)) {
      PageIndexes indexes = pages.indexes(typed.get(), file, footer, groups);
      ofIndexes =
          pages
              .toRead(indexes, footer, writtenColumns(file))
              .map(range -> new FetchFigures(0, 0, 0, true, range.length(), 1))
              .orElse(FetchFigures.NONE);
      pages.refine(indexes, file, footer, groups);
    }
    return of(file, footer, metadata, groups).figures().plus(ofIndexes);
  }

  private FetchFigures unknown(DataFile file) {
    long groups = Math.ceilDiv(file.rows(), LEAST_GROUP_ROWS);
    return new FetchFigures(
        1,
        0,
        0,
        false,
        file.bytes() + footers.bytesToRead(table(), file),
        3 + groups * writtenColumns(file).size() + file.bytes() / ByteRange.LONGEST);
  }

  private Optional<FileFetch> withoutFooter(DataFile file) {
    Optional<FileFetch> counts = countsOnly(file);
    if (counts.isPresent()) {
      return counts;
    }
    Optional<Set<String>> written = written(file.schemaVersion());
    if (written.isPresent() && written.get().isEmpty()) {
      return Optional.of(new FileFetch.RowCount(file));
    }
    return isSmall(file) && footers.known(file).isEmpty()
        ? Optional.of(new FileFetch.Whole(file, -1))
        : Optional.empty();
  }

  /// What stands in for a file of which only counts matter, where the table's log has them: of
  /// columns that are now as they were written.
  private Optional<FileFetch> countsOnly(DataFile file) {
    Schema writer = scan.schemas().get(file.schemaVersion());
    if (!scan.countsOnly() || writer == null) {
      return Optional.empty();
    }
    Map<CountedRows.Column, Long> nulls = new HashMap<>();
    for (String name : scan.columns()) {
      Schema.Field reader = scan.definition().schema().getField(name);
      Schema.Field written = writer.getField(name);
      if (reader == null) {
        continue;
      }
      if (written == null || !written.schema().equals(reader.schema())) {
        return Optional.empty();
      }
      Optional<CountedRows.Column> column = CountedRows.Column.of(written);
      OptionalLong absent = nulls(file, written);
      if (column.isEmpty() || absent.isEmpty()) {
        return Optional.empty();
      }
      nulls.put(column.get(), absent.getAsLong());
    }
    return Optional.of(new FileFetch.Counts(file, new CountedRows(file.rows(), nulls)));
  }

  private static OptionalLong nulls(DataFile file, Schema.Field field) {
    if (!field.schema().isNullable()) {
      return OptionalLong.of(0);
    }
    ColumnStatistics statistics = file.statistics().columns().get(field.name());
    if (statistics == null) {
      return OptionalLong.empty();
    }
    OptionalLong nulls = statistics.nulls();
    boolean sound = nulls.isPresent() && nulls.getAsLong() >= 0 && nulls.getAsLong() <= file.rows();
    return sound ? nulls : OptionalLong.empty();
  }

  private boolean isSmall(DataFile file) {
    return file.bytes() <= settings.wholeBytes();
  }

  /// `metadata` by the types of its columns; empty where nothing is asked of them.
  private Optional<ParquetMetadata> typed(FileMetaData metadata) throws IOException {
    return scan.predicate().equals(Predicate.ALWAYS)
        ? Optional.empty()
        : Optional.of(RowGroupStatistics.read(metadata));
  }

  /// The positions of the row groups that may match by their statistics.
  private BitSet candidates(FileMetaData metadata, Optional<ParquetMetadata> typed, DataFile file) {
    if (typed.isPresent()) {
      return RowGroupStatistics.mayMatch(
          typed.get(), file, scan.predicate(), scan.definition().eventTime());
    }
    BitSet all = new BitSet();
    all.set(0, metadata.getRow_groupsSize());
    return all;
  }

  private FileFetch of(DataFile file, StoredFooter footer, FileMetaData metadata, BitSet groups)
      throws IOException {
    int total = metadata.getRow_groupsSize();
    if (groups.isEmpty()) {
      return new FileFetch.Nothing(file, total);
    }
    if (isSmall(file)) {
      return new FileFetch.Whole(file, total);
    }
    MiniFooter mini = MiniFooter.of(metadata, footer.start(), writtenColumns(file), groups);
    List<ByteRange> pieces = mini.chunks().stream().flatMap(each -> each.parts().stream()).toList();
    return new FileFetch.Chunks(file, footer, mini, pieces, settings.requestWorthBytes(), total);
  }

  private Set<String> writtenColumns(DataFile file) {
    return written(file.schemaVersion()).orElse(scan.columns());
  }

  /// The names of the scan's columns in files of a schema version, without those that these do not
  /// have; empty where that version is not known.
  private Optional<Set<String>> written(int schemaVersion) {
    return columns.computeIfAbsent(
        schemaVersion,
        version -> Optional.ofNullable(scan.schemas().get(version)).map(this::written));
  }

  /// Fields have the name or one of the aliases of those that read them (Avro specification,
  /// "Schema Resolution").
  private Set<String> written(Schema writer) {
    Set<String> names = new HashSet<>();
    for (Schema.Field field : scan.definition().schema().getFields()) {
      if (scan.columns().contains(field.name())) {
        if (writer.getField(field.name()) != null) {
          names.add(field.name());
        } else {
          field.aliases().stream()
              .filter(name -> writer.getField(name) != null)
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private String table() {
    return scan.definition().name().value();
  }
}
