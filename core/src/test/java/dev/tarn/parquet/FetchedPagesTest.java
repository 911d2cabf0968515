package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.query.FetchFigures;
import dev.tarn.query.FetchPlan;
import dev.tarn.query.FileScan;
import dev.tarn.query.TimeLimit;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/// Row groups are not read whose pages can't match, where it is known or cheap to know. Files have
/// pages of fifty rows.
final class FetchedPagesTest {
  private static final int PAGE_ROWS = 50;
  private static final String OPTIONAL_LONG = "'type': ['null', 'long'], 'default': null}";
  private static final DatasetDefinition DEFINITION =
      Datasets.withFields(
          "{'name': 'a', " + OPTIONAL_LONG,
          "{'name': 'b', " + OPTIONAL_LONG,
          "{'name': 'real', 'type': ['null', 'double'], 'default': null}",
          "{'name': 'many', 'type': {'type': 'array', 'items': 'long'}}",
          "{'name': 'noise', 'type': 'string'}");
  private static final int WORTH = 1 << 20;

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private int written;

  private static ColumnChunkFetcher fetcher(MemoryStore store, int requestWorth) {
    return new ColumnChunkFetcher(
        store, new FetchSettings(4, 0, requestWorth, 1 << 20), Optional.empty());
  }

  private static String record(long a, String b, String real, String many, String noise) {
    return "{\"time\":0,\"a\":%d,\"b\":%s,\"real\":%s,\"many\":[%s],\"noise\":\"%s\"}"
        .formatted(a, b, real, many, noise);
  }

  /// Rows of which `a` is 0 to 49 in the first page, 1,000 to 1,049 in the second, and so on; `b`
  /// counts down by page, and is null in each third page.
  private static String row(int i) {
    int page = i / PAGE_ROWS;
    return record(
        page * 1_000L + i % PAGE_ROWS,
        page % 3 == 2 ? "null" : Integer.toString(10_000 - page),
        Integer.toString(page * 10),
        Integer.toString(page * 10),
        "");
  }

  private EncodedFile encode(int rows, IntFunction<String> record) {
    byte[] lines =
        IntStream.range(0, rows)
            .mapToObj(record)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8);
    RecordBatch batch =
        RecordDecoder.compile(DEFINITION, DecodeLimits.DEFAULT).decode(RecordFormat.NDJSON, lines);
    assertThat(batch.reasons()).isEmpty();
    return new ParquetEncoder(DEFINITION, new ParquetSettings(1, 100_000, PAGE_ROWS))
        .encode(batch, IntStream.range(0, rows).toArray());
  }

  private DataFile put(EncodedFile file) {
    ObjectKey key = new ObjectKey("part-" + written++ + ".parquet");
    var _ = store.put(key, file.content());
    return new DataFile(key, file.content().length, LocalDate.of(1970, 1, 1), 1, file.statistics());
  }

  private static FileScan scan(DataFile file, Predicate... all) {
    return new FileScan(
        DEFINITION,
        Map.of(1, DEFINITION.schema()),
        List.of(file),
        Set.of("a", "noise"),
        new Predicate.And(List.of(all)),
        false);
  }

  private static FetchPlan plan(ColumnChunkFetcher fetcher, FileScan scan) {
    return fetcher.plan(scan, new TimeLimit(Duration.ofMinutes(1)));
  }

  private boolean isRead(DataFile file, Predicate... all) {
    return plan(fetcher(store, WORTH), scan(file, all)).figures().rowGroups() > 0;
  }

  private static Predicate equal(String column, long value) {
    return new Predicate.Compare(column, Predicate.Comparison.EQUAL, new Literal.OfLong(value));
  }

  @Test
  void aValueBetweenThoseOfThePagesIsInNone() {
    DataFile file = put(encode(600, FetchedPagesTest::row));

    assertThat(isRead(file, equal("a", 2_010))).isTrue();
    assertThat(isRead(file, equal("a", 2_500))).isFalse();
    assertThat(
            isRead(
                file,
                new Predicate.In("a", List.of(new Literal.OfLong(500), new Literal.OfLong(5_999)))))
        .isFalse();
    assertThat(isRead(file, new Predicate.Or(List.of(equal("a", 500), equal("b", 10_000)))))
        .isTrue();
  }

  @Test
  void conditionsOnSeveralColumnsHaveToMeetInOneRowsPages() {
    DataFile file = put(encode(600, FetchedPagesTest::row));

    assertThat(isRead(file, equal("a", 3_010), equal("b", 9_997))).isTrue();
    assertThat(isRead(file, equal("a", 3_010), equal("b", 9_996))).isFalse();
    assertThat(isRead(file, new Predicate.IsNull("b"), equal("a", 2_010))).isTrue();
    assertThat(isRead(file, new Predicate.IsNull("b"), equal("a", 3_010))).isFalse();
    assertThat(isRead(file, new Predicate.IsNotNull("b"), equal("a", 2_010))).isFalse();
  }

  @Test
  void numbersAreLookedAtWhereTheLogSaysThatThereIsNoNaN() {
    DataFile numbers = put(encode(600, FetchedPagesTest::row));
    DataFile withNaN =
        put(
            encode(
                600,
                i ->
                    i / PAGE_ROWS == 5
                        ? record(i, "1", "\"NaN\"", "1", "")
                        : FetchedPagesTest.row(i)));
    Predicate between =
        new Predicate.Compare("real", Predicate.Comparison.EQUAL, new Literal.OfDouble(15));
    Predicate above =
        new Predicate.Compare("real", Predicate.Comparison.GREATER, new Literal.OfDouble(500));

    assertThat(isRead(numbers, between)).isFalse();
    assertThat(isRead(withNaN, between)).isTrue();
    assertThat(isRead(withNaN, above)).as("NaN is").isTrue();
  }

  @Test
  void valuesAreCountedByTheLogWhereItsCountsCanBe() {
    DataFile file = put(encode(600, FetchedPagesTest::row));
    ColumnStatistics b = Objects.requireNonNull(file.statistics().columns().get("b"));

    assertThat(b.nulls()).hasValue(200);
    assertThat(plan(fetcher(store, WORTH), counting(file)).figures().bytes()).isZero();
    for (OptionalLong nulls :
        List.of(OptionalLong.of(601), OptionalLong.of(-1), OptionalLong.empty())) {
      DataFile other =
          new DataFile(
              file.key(),
              file.bytes(),
              file.eventDate(),
              file.schemaVersion(),
              new FileStatistics(600, Map.of("b", new ColumnStatistics(b.min(), b.max(), nulls))));
      assertThat(plan(fetcher(store, WORTH), counting(other)).figures().bytes())
          .as(nulls.toString())
          .isPositive();
    }
  }

  private static FileScan counting(DataFile file) {
    return new FileScan(
        DEFINITION,
        Map.of(1, DEFINITION.schema()),
        List.of(file),
        Set.of("b"),
        Predicate.ALWAYS,
        true);
  }

  @Test
  void columnsOfManyValuesARowRuleOutNothing() {
    DataFile file = put(encode(600, FetchedPagesTest::row));

    assertThat(isRead(file, equal("many.list.element", 15))).isTrue();
  }

  @Test
  void damagedIndexesRuleOutNothing() throws IOException {
    EncodedFile sound = encode(600, FetchedPagesTest::row);
    byte[] bytes = sound.content().clone();
    Arrays.fill(bytes, (int) firstIndex(bytes), (int) footerStart(bytes), (byte) 0xFF);
    DataFile damaged = put(new EncodedFile(bytes, sound.statistics()));

    assertThat(isRead(put(sound), equal("a", 2_500))).isFalse();
    assertThat(isRead(damaged, equal("a", 2_500))).isTrue();
  }

  private static long footerStart(byte[] file) throws IOException {
    return file.length - ParquetFooter.TAIL - (long) ParquetFooter.length(file);
  }

  private static long firstIndex(byte[] file) throws IOException {
    int start = (int) footerStart(file);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, start, file.length - start));
    return ParquetFooter.columns(ParquetFooter.groups(footer).getFirst()).stream()
        .mapToLong(chunk -> chunk.getColumn_index_offset())
        .min()
        .orElseThrow();
  }

  @Test
  void whatCameWithTheFooterSavesAFetchWithoutARequest() {
    DataFile file = put(encode(600, FetchedPagesTest::row));
    ColumnChunkFetcher fetcher = fetcher(store, WORTH);

    FetchPlan absent = plan(fetcher, scan(file, equal("a", 2_500)));
    FetchPlan present = plan(fetcher, scan(file, equal("a", 2_010)));

    assertThat(absent.usage().gets()).as("the footer").isEqualTo(1);
    assertThat(absent.figures()).isEqualTo(new FetchFigures(0, 0, 1, true, 0, 0));
    assertThat(fetcher.foresee(scan(file, equal("a", 2_500)))).isEqualTo(absent.figures());
    assertThat(present.usage().gets()).isZero();
    assertThat(present.figures().rowGroups()).isEqualTo(1);
  }

  /// A file whose indexes are larger than what is read of a table's first file.
  private DataFile large() {
    Random random = new Random(3);
    return put(
        encode(
            40_000,
            i ->
                record(
                    i / PAGE_ROWS * 1_000L + i % PAGE_ROWS,
                    "1",
                    "1",
                    "1",
                    Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()))));
  }

  @Test
  void oneRequestForIndexesIsMadeWhereItMaySaveMore() {
    DataFile file = large();
    ColumnChunkFetcher fetcher = fetcher(store, 1_000);

    StoreUsage cold = plan(fetcher, scan(file, equal("a", 2_500))).usage();
    FetchFigures foreseenOfOther = fetcher.foresee(scan(file, equal("b", 7)));
    FetchFigures foreseen = fetcher.foresee(scan(file, equal("a", 3_500)));
    FetchPlan warm = plan(fetcher, scan(file, equal("a", 3_500)));

    assertThat(cold.gets()).as("footer and indexes").isEqualTo(2);
    assertThat(cold.bytesRead()).isLessThan(file.bytes() / 4);
    assertThat(warm.usage().gets()).isZero();
    assertThat(warm.figures()).isEqualTo(new FetchFigures(0, 0, 1, true, 0, 0));
    assertThat(foreseen).isEqualTo(warm.figures());
    assertThat(foreseenOfOther.requests()).as("the footer rules it out").isZero();
  }

  @Test
  void theMostThatIsForeseenHasTheRequestForIndexes() {
    DataFile file = large();
    ColumnChunkFetcher fetcher = fetcher(store, 1_000);
    FileScan all = scan(file);
    FileScan present = scan(file, equal("a", 2_010));
    var _ = plan(fetcher, all);

    FetchFigures foreseen = fetcher.foresee(present);
    FetchPlan plan = plan(fetcher, present);

    assertThat(plan.usage().gets()).isEqualTo(1);
    assertThat(foreseen.requests()).isEqualTo(plan.figures().requests() + plan.usage().gets());
    assertThat(foreseen.bytes()).isEqualTo(plan.figures().bytes() + plan.usage().bytesRead());
  }

  @Test
  void indexesThatAreWorthNoRequestComeWithTheFootersOfLaterFiles() {
    ColumnChunkFetcher fetcher = fetcher(store, 4 << 20);

    FetchPlan first = plan(fetcher, scan(large(), equal("a", 2_500)));
    FetchPlan second = plan(fetcher, scan(large(), equal("a", 2_500)));

    assertThat(first.usage().gets()).isEqualTo(1);
    assertThat(first.figures().rowGroups()).isEqualTo(1);
    assertThat(second.usage().gets()).isEqualTo(1);
    assertThat(second.figures().rowGroups()).isZero();
  }
}
