package dev.tarn.parquet;

import dev.tarn.store.ConcurrentReads;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/// Rules out more row groups of a file by the bloom filters that its footer names, where that may
/// save twice what the request for them takes: where the strings that a column must equal one of
/// are in none of a row group's values. What is not understood rules out nothing.
final class RowGroupFilters {
  private final List<Wanted> wanted;
  private final FetchSettings settings;

  /// A column has one of `texts` in every row that matters.
  private record Wanted(String column, List<String> texts) {}

  RowGroupFilters(Predicate predicate, FetchSettings settings) {
    this.wanted = wanted(predicate);
    this.settings = settings;
  }

  private static List<Wanted> wanted(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And and ->
          and.parts().stream().flatMap(part -> wanted(part).stream()).toList();
      case Predicate.Compare(
              String column,
              Predicate.Comparison comparison,
              Literal.OfString text) ->
          comparison == Predicate.Comparison.EQUAL
              ? List.of(new Wanted(column, List.of(text.value())))
              : List.of();
      case Predicate.In(String column, List<Literal> literals) -> {
        List<String> texts = new ArrayList<>();
        for (Literal literal : literals) {
          if (literal instanceof Literal.OfString(String text)) {
            texts.add(text);
          }
        }
        yield texts.size() == literals.size() ? List.of(new Wanted(column, texts)) : List.of();
      }
      case Predicate.Compare _ -> List.of();
      case Predicate.Or _ -> List.of();
      case Predicate.IsNull _ -> List.of();
      case Predicate.IsNotNull _ -> List.of();
      case Predicate.Like _ -> List.of();
    };
  }

  /// Takes out of `groups`, the positions of row groups that may match, those that can't. `columns`
  /// are what else would be read of them.
  void refine(
      FileMetaData metadata,
      DataFile file,
      StoredFooter footer,
      Set<String> columns,
      BitSet groups,
      StoreReads reads) {
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> texts = textColumns(metadata);
    List<RowGroup> all = ParquetFooter.groups(metadata);
    List<Asked> asked = new ArrayList<>();
    groups.stream()
        .forEach(i -> {
          List<Filter> filters = filters(all.get(i), texts, columns, footer);
          if (!filters.isEmpty()) {
            asked.add(new Asked(i, filters));
          }
        });
    List<Boolean> kept =
        ConcurrentReads.map(
            asked,
            group -> group.filters().stream().allMatch(each -> each.mayHold(file, footer, reads)));
    for (int i = 0; i < kept.size(); i++) {
      if (!kept.get(i)) {
        groups.clear(asked.get(i).group());
      }
    }
  }

  /// A row group whose filters are to be asked.
  private record Asked(int group, List<Filter> filters) {}

  /// A filter to be asked, and what for.
  private record Filter(ByteRange range, List<String> texts) {
    boolean mayHold(DataFile file, StoredFooter footer, StoreReads reads) {
      byte[] filter = reads.range(file, range, footer.etag());
      try {
        Optional<StringBloomFilter> bloom = StringBloomFilter.read(filter);
        return bloom.isEmpty() || texts.stream().anyMatch(bloom.get()::mayHold);
      } catch (IOException e) {
        throw StoreReads.damaged(file, "has a bloom filter that cannot be read", e);
      }
    }
  }

  /// The filters of `group` that pay: it is even whether one says that the row group need not be
  /// read, so that it must save twice what asking takes.
  private List<Filter> filters(
      RowGroup group, Set<String> texts, Set<String> columns, StoredFooter footer) {
    long saved = bytes(group, columns);
    List<Filter> filters = new ArrayList<>();
    for (Wanted each : wanted) {
      if (texts.contains(each.column())) {
        filter(group, each.column(), footer)
            .filter(range -> saved > 2L * (settings.requestWorthBytes() + range.length()))
            .ifPresent(range -> filters.add(new Filter(range, each.texts())));
      }
    }
    return filters;
  }

  private static long bytes(RowGroup group, Set<String> columns) {
    return ParquetFooter.columns(group).stream()
        .filter(chunk -> columns.contains(ParquetFooter.path(chunk).getFirst()))
        .mapToLong(chunk -> ParquetFooter.column(chunk).getTotal_compressed_size())
        .sum();
  }

  /// Where the bloom filter of `column` is; empty where there is none, or it is not told how long
  /// it is.
  private static Optional<ByteRange> filter(RowGroup group, String column, StoredFooter footer) {
    for (ColumnChunk chunk : ParquetFooter.columns(group)) {
      ColumnMetaData metadata = ParquetFooter.column(chunk);
      if (String.join(".", ParquetFooter.path(chunk)).equals(column)) {
        long start = metadata.getBloom_filter_offset();
        long length = metadata.getBloom_filter_length();
        boolean sound =
            metadata.isSetBloom_filter_offset()
                && metadata.isSetBloom_filter_length()
                && start >= ParquetFooter.MAGIC_BYTES
                && length > 0
                && length <= StringBloomFilter.LONGEST
                && start + length <= footer.start();
        return sound ? Optional.of(new ByteRange(start, start + length)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// The top-level columns that hold UTF-8: what a literal is hashed as.
  private static Set<String> textColumns(FileMetaData metadata) {
    Set<String> texts = new TreeSet<>();
    List<SchemaElement> schema = ParquetFooter.schema(metadata);
    int at = 1;
    while (at < schema.size()) {
      SchemaElement field = schema.get(at);
      if (PhysicalColumns.isText(field)) {
        texts.add(ParquetFooter.name(field));
      }
      for (int open = 1; open > 0 && at < schema.size(); at++) {
        open += Math.max(0, schema.get(at).getNum_children()) - 1;
      }
    }
    return texts;
  }
}
