package dev.tarn.parquet;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.Literal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;

/// What the pages of one column chunk hold, by its page index (Parquet format, "Page Index").
final class ColumnPages {
  private final long[] firstRows;
  private final List<Page> pages;

  private ColumnPages(long[] firstRows, List<Page> pages) {
    this.firstRows = firstRows;
    this.pages = pages;
  }

  /// How many rows of a page have no value.
  private enum Nulls {
    NONE,
    SOME,
    ALL,
    UNKNOWN
  }

  private record Page(Optional<Literal> min, Optional<Literal> max, Nulls nulls) {
    Page withoutBounds() {
      return new Page(Optional.empty(), Optional.empty(), nulls);
    }
  }

  /// The pages of a chunk of `rows` rows of a column of `type`, which is not repeated; empty where
  /// the two indexes do not tell of such a chunk.
  static Optional<ColumnPages> read(
      byte[] columnIndex, byte[] offsetIndex, PrimitiveType type, long rows) {
    try {
      ColumnIndex values = Util.readColumnIndex(new ByteArrayInputStream(columnIndex));
      OffsetIndex places = Util.readOffsetIndex(new ByteArrayInputStream(offsetIndex));
      return firstRows(places, rows).flatMap(firsts -> of(values, firsts, type, rows));
    } catch (IOException | RuntimeException e) {
      // An index only tells what need not be read.
      return Optional.empty();
    }
  }

  private static Optional<long[]> firstRows(OffsetIndex places, long rows) {
    List<PageLocation> locations = places.getPage_locations();
    if (locations == null || locations.isEmpty()) {
      return Optional.empty();
    }
    long[] firsts = locations.stream().mapToLong(PageLocation::getFirst_row_index).toArray();
    boolean ordered = firsts[0] == 0 && firsts[firsts.length - 1] < rows;
    for (int i = 1; i < firsts.length; i++) {
      ordered &= firsts[i - 1] < firsts[i];
    }
    return ordered ? Optional.of(firsts) : Optional.empty();
  }

  private static Optional<ColumnPages> of(
      ColumnIndex index, long[] firsts, PrimitiveType type, long rows) {
    List<Boolean> nullPages = index.getNull_pages();
    List<ByteBuffer> mins = index.getMin_values();
    List<ByteBuffer> maxes = index.getMax_values();
    List<Long> nullCounts = index.getNull_counts();
    List<Long> nanCounts = index.getNan_counts();
    if (nullPages == null
        || mins == null
        || maxes == null
        || nullPages.size() != firsts.length
        || mins.size() != firsts.length
        || maxes.size() != firsts.length
        || (nullCounts != null && nullCounts.size() != firsts.length)
        || (nanCounts != null && nanCounts.size() != firsts.length)) {
      return Optional.empty();
    }
    List<Page> pages = new ArrayList<>();
    for (int i = 0; i < firsts.length; i++) {
      long pageRows = (i + 1 < firsts.length ? firsts[i + 1] : rows) - firsts[i];
      OptionalLong nulls =
          nullCounts == null ? OptionalLong.empty() : OptionalLong.of(nullCounts.get(i));
      Optional<Page> page =
          nullPages.get(i)
              ? nullPage(nulls, pageRows)
              : valuePage(type, mins.get(i), maxes.get(i), nulls, pageRows);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      boolean hasNaN = nanCounts != null && nanCounts.get(i) != 0;
      pages.add(hasNaN ? page.get().withoutBounds() : page.get());
    }
    return Optional.of(new ColumnPages(firsts, pages));
  }

  private static Optional<Page> nullPage(OptionalLong nulls, long rows) {
    return nulls.isEmpty() || nulls.getAsLong() == rows
        ? Optional.of(new Page(Optional.empty(), Optional.empty(), Nulls.ALL))
        : Optional.empty();
  }

  private static Optional<Page> valuePage(
      PrimitiveType type, ByteBuffer min, ByteBuffer max, OptionalLong nulls, long rows) {
    if (nulls.isPresent() && (nulls.getAsLong() < 0 || nulls.getAsLong() >= rows)) {
      return Optional.empty();
    }
    Nulls some = nulls.isEmpty() ? Nulls.UNKNOWN : nulls.getAsLong() == 0 ? Nulls.NONE : Nulls.SOME;
    byte[] least = bytes(min);
    byte[] greatest = bytes(max);
    if (!hasLength(type, least) || !hasLength(type, greatest)) {
      return Optional.empty();
    }
    Statistics<?> bounds =
        Statistics.getBuilderForReading(type).withMin(least).withMax(greatest).build();
    Object low = bounds.genericGetMin();
    Object high = bounds.genericGetMax();
    return Optional.of(
        isNaN(low) || isNaN(high)
            ? new Page(Optional.empty(), Optional.empty(), some)
            : new Page(ColumnBound.least(type, low), ColumnBound.greatest(type, high), some));
  }

  private static boolean isNaN(Object value) {
    return (value instanceof Double number && number.isNaN())
        || (value instanceof Float real && real.isNaN());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static boolean hasLength(PrimitiveType type, byte[] value) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> value.length == 1;
      case INT32, FLOAT -> value.length == Integer.BYTES;
      case INT64, DOUBLE -> value.length == Long.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> value.length == type.getTypeLength();
      case BINARY -> true;
      case INT96 -> false;
    };
  }

  /// The first row of each page, counted from 0 within the row group, in order.
  long[] firstRows() {
    return firstRows.clone();
  }

  /// What the column holds in rows of one page, of which `row` is the first and which are `rows`.
  /// What the page does not tell is as `chunk` has it, which tells of all pages.
  ColumnStatistics of(long row, long rows, ColumnStatistics chunk) {
    int found = Arrays.binarySearch(firstRows, row);
    Page page = pages.get(found >= 0 ? found : -found - 2);
    return new ColumnStatistics(
        page.min().or(chunk::min),
        page.max().or(chunk::max),
        switch (page.nulls()) {
          case NONE -> OptionalLong.of(0);
          case ALL -> OptionalLong.of(rows);
          case SOME -> OptionalLong.empty();
          case UNKNOWN -> nullsOfSome(chunk);
        });
  }

  /// How many nulls are in some rows of a chunk that has others too, if its own number says so.
  static OptionalLong nullsOfSome(ColumnStatistics chunk) {
    return chunk.nulls().isPresent() && chunk.nulls().getAsLong() == 0
        ? OptionalLong.of(0)
        : OptionalLong.empty();
  }
}
