package dev.tarn.parquet;

import dev.tarn.query.FetchFigures;
import dev.tarn.query.FileScan;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.parquet.format.FileMetaData;

/// Decides what to read of each file of one scan. Safe for use by many threads.
final class FilePlanning {
  /// Row groups of files whose footers are not known are taken to have this many rows at least.
  private static final long LEAST_GROUP_ROWS = 100_000;

  private final FileScan scan;
  private final FooterSource footers;
  private final FetchSettings settings;
  private final RowGroupFilters filters;
  private final Map<Integer, Optional<Set<String>>> columns = new ConcurrentHashMap<>();

  FilePlanning(FileScan scan, FooterSource footers, FetchSettings settings) {
    this.scan = scan;
    this.footers = footers;
    this.settings = settings;
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
      BitSet groups = candidates(metadata, file);
      if (!isSmall(file)) {
        filters.refine(metadata, file, footer, writtenColumns(file), groups, reads);
      }
      return of(file, footer, metadata, groups);
    } catch (IOException e) {
      footers.forget(file);
      throw StoreReads.damaged(file, "has a footer that cannot be read", e);
    }
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
      FileMetaData metadata = footer.get().parse();
      return of(file, footer.get(), metadata, candidates(metadata, file)).figures();
    } catch (IOException e) {
      return unknown(file);
    }
  }

  private FetchFigures unknown(DataFile file) {
    long groups = Math.ceilDiv(file.rows(), LEAST_GROUP_ROWS);
    return new FetchFigures(
        1,
        0,
        0,
        false,
        file.bytes() + footers.bytesToRead(table(), file),
        2 + groups * writtenColumns(file).size() + file.bytes() / ByteRange.LONGEST);
  }

  private Optional<FileFetch> withoutFooter(DataFile file) {
    Optional<Set<String>> written = written(file.schemaVersion());
    if (written.isPresent() && written.get().isEmpty()) {
      return Optional.of(new FileFetch.RowCount(file));
    }
    return isSmall(file) && footers.known(file).isEmpty()
        ? Optional.of(new FileFetch.Whole(file, -1))
        : Optional.empty();
  }

  private boolean isSmall(DataFile file) {
    return file.bytes() <= settings.wholeBytes();
  }

  private BitSet candidates(FileMetaData metadata, DataFile file) throws IOException {
    return RowGroupStatistics.mayMatch(
        metadata, file, scan.predicate(), scan.definition().eventTime());
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
