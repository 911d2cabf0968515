package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.Literal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/// Page indexes as files have them, whoever wrote them.
final class ColumnPagesTest {
  private static final long ROWS = 30;
  private static final PrimitiveType LONG = Types.optional(PrimitiveTypeName.INT64).named("number");
  private static final PrimitiveType DOUBLE =
      Types.optional(PrimitiveTypeName.DOUBLE).named("number");
  private static final PrimitiveType TEXT =
      Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named("text");
  private static final ColumnStatistics CHUNK =
      new ColumnStatistics(
          Optional.of(new Literal.OfLong(-100)),
          Optional.of(new Literal.OfLong(100)),
          OptionalLong.of(14));

  /// Three pages of ten rows each, the second without values.
  private static ColumnIndex index(byte[] min, byte[] max) {
    return new ColumnIndex(
            List.of(false, true, false),
            List.of(ByteBuffer.wrap(min), ByteBuffer.allocate(0), ByteBuffer.wrap(min)),
            List.of(ByteBuffer.wrap(max), ByteBuffer.allocate(0), ByteBuffer.wrap(max)),
            BoundaryOrder.UNORDERED)
        .setNull_counts(new ArrayList<>(List.of(0L, 10L, 4L)));
  }

  private static ColumnIndex longs() {
    return index(bytes(5), bytes(9));
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] bytes(double value) {
    return bytes(Double.doubleToRawLongBits(value));
  }

  private static byte[] places(long... firstRows) throws IOException {
    OffsetIndex index = new OffsetIndex(new ArrayList<>());
    for (long first : firstRows) {
      index.addToPage_locations(new PageLocation(4 + first, 10, first));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeOffsetIndex(index, out);
    return out.toByteArray();
  }

  private static byte[] thrift(ColumnIndex index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeColumnIndex(index, out);
    return out.toByteArray();
  }

  private static Optional<ColumnPages> read(ColumnIndex index, PrimitiveType type)
      throws IOException {
    return ColumnPages.read(thrift(index), places(0, 10, 20), type, ROWS);
  }

  @Test
  void tellsWhatThePageOfARowHolds() throws IOException {
    ColumnPages pages = read(longs(), LONG).orElseThrow();

    assertThat(pages.firstRows()).containsExactly(0, 10, 20);
    assertThat(pages.of(3, 4, CHUNK))
        .isEqualTo(
            new ColumnStatistics(
                Optional.of(new Literal.OfLong(5)),
                Optional.of(new Literal.OfLong(9)),
                OptionalLong.of(0)));
    assertThat(pages.of(29, 1, CHUNK).nulls()).as("some of its rows").isEmpty();
  }

  @Test
  void allRowsOfAPageWithoutValuesAreNull() throws IOException {
    ColumnPages pages = read(longs(), LONG).orElseThrow();

    assertThat(pages.of(10, 6, CHUNK).nulls()).hasValue(6);
  }

  @Test
  void whereNullsAreNotCountedTheFooterTellsWhetherThereAreAny() throws IOException {
    ColumnIndex index = longs();
    index.unsetNull_counts();
    ColumnPages pages = read(index, LONG).orElseThrow();
    ColumnStatistics full = new ColumnStatistics(CHUNK.min(), CHUNK.max(), OptionalLong.of(0));

    assertThat(pages.of(0, 10, CHUNK).nulls()).isEmpty();
    assertThat(pages.of(0, 10, full).nulls()).hasValue(0);
  }

  @Test
  void aBoundThatIsNotUnderstoodIsThatOfTheFooter() throws IOException {
    byte[] cut = {'a', (byte) 0xC3};
    PrimitiveType unsigned =
        Types.optional(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.intType(64, false))
            .named("number");

    assertThat(read(index(cut, cut), TEXT).orElseThrow().of(0, 10, CHUNK).max())
        .isEqualTo(CHUNK.max());
    assertThat(read(longs(), unsigned).orElseThrow().of(0, 10, CHUNK).min()).isEqualTo(CHUNK.min());
    assertThat(
            read(index(bytes(Double.NaN), bytes(Double.NaN)), DOUBLE)
                .orElseThrow()
                .of(0, 10, CHUNK)
                .min())
        .isEqualTo(CHUNK.min());
  }

  @Test
  void textMayBeShortened() throws IOException {
    byte[] least = "abc".getBytes(StandardCharsets.UTF_8);
    byte[] greatest = "abd".getBytes(StandardCharsets.UTF_8);

    assertThat(read(index(least, greatest), TEXT).orElseThrow().of(0, 10, CHUNK).max())
        .contains(new Literal.OfString("abd"));
  }

  @Test
  void zeroHasTwoSignsAndBoundsTellOfNoNaN() throws IOException {
    ColumnIndex withNaN = index(bytes(0.0), bytes(-0.0));
    withNaN.setNan_counts(new ArrayList<>(List.of(0L, 0L, 1L)));
    ColumnPages pages = read(withNaN, DOUBLE).orElseThrow();
    ColumnStatistics zero = pages.of(0, 10, CHUNK);

    assertThat(pages.of(20, 10, CHUNK).max()).isEqualTo(CHUNK.max());
    assertThat(zero.min()).contains(new Literal.OfDouble(-0.0));
    assertThat(zero.max()).contains(new Literal.OfDouble(0.0));
  }

  @Test
  void anIndexThatContradictsItselfIsNone() throws IOException {
    ColumnIndex fewPages = longs();
    fewPages.setNull_pages(List.of(false, true));
    ColumnIndex fewCounts = longs();
    fewCounts.setNull_counts(List.of(0L));
    ColumnIndex valuesAmongNulls = longs();
    valuesAmongNulls.setNull_counts(List.of(0L, 9L, 4L));
    ColumnIndex onlyNulls = longs();
    onlyNulls.setNull_counts(List.of(10L, 10L, 4L));

    assertThat(read(fewPages, LONG)).isEmpty();
    assertThat(read(fewCounts, LONG)).isEmpty();
    assertThat(read(valuesAmongNulls, LONG)).isEmpty();
    assertThat(read(onlyNulls, LONG)).isEmpty();
    assertThat(read(index(new byte[4], bytes(9)), LONG)).isEmpty();
    assertThat(ColumnPages.read(thrift(longs()), places(0, 20, 10), LONG, ROWS)).isEmpty();
    assertThat(ColumnPages.read(thrift(longs()), places(1, 10, 20), LONG, ROWS)).isEmpty();
    assertThat(ColumnPages.read(thrift(longs()), places(0, 10, 30), LONG, ROWS)).isEmpty();
    assertThat(ColumnPages.read(thrift(longs()), places(), LONG, ROWS)).isEmpty();
  }

  @Test
  void damagedIndexesAreNoneOrReadable() throws IOException {
    Random random = new Random(17);
    byte[] soundValues = thrift(longs());
    byte[] soundPlaces = places(0, 10, 20);
    int none = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] values = soundValues.clone();
      byte[] places = soundPlaces.clone();
      byte[] damaged = random.nextBoolean() ? values : places;
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(7));
      Optional<ColumnPages> pages = ColumnPages.read(values, places, LONG, ROWS);
      none += pages.isEmpty() ? 1 : 0;
      pages.ifPresent(each -> assertThat(each.of(29, 1, CHUNK)).isNotNull());
    }

    assertThat(none).isBetween(1, 2_999);
  }
}
