package dev.tarn.parquet;

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
/// save more than the request for them takes: where the strings that a column must equal one of are
/// in none of a row group's values. What is not understood rules out nothing.
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
      StoreReads reads)
      throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> texts = textColumns(metadata);
    List<RowGroup> all = ParquetFooter.groups(metadata);
    for (int i = groups.nextSetBit(0); i >= 0; i = groups.nextSetBit(i + 1)) {
      RowGroup group = all.get(i);
      long saved = bytes(group, columns);
      for (Wanted each : wanted) {
        Optional<ByteRange> filter =
            texts.contains(each.column()) ? filter(group, each.column(), footer) : Optional.empty();
        if (filter.isPresent()
            && saved - filter.get().length() > settings.requestWorthBytes()
            && !mayHold(reads.range(file, filter.get(), footer.etag()), each.texts())) {
          groups.clear(i);
          break;
        }
      }
    }
  }

  private static boolean mayHold(byte[] filter, List<String> texts) throws IOException {
    Optional<StringBloomFilter> bloom = StringBloomFilter.read(filter);
    return bloom.isEmpty() || texts.stream().anyMatch(bloom.get()::mayHold);
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
