package dev.tarn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileFetcherTest {
  private static final int PART = 8 << 20;
  private final MemoryStore store = new MemoryStore(InstantSource.system());
  private final DataFileFetcher fetcher = new WholeFileFetcher(store, file -> 2, 3);

  @TempDir Path directory;

  private static DataFile file(String key, long bytes, int day) {
    return new DataFile(
        new ObjectKey(key),
        bytes,
        LocalDate.of(2026, 1, day),
        day,
        new FileStatistics(1, Map.of()));
  }

  private DataFileFetcher.Fetched fetch(List<DataFile> files) {
    return fetcher.fetch(files, Set.of("a"), Predicate.ALWAYS, directory);
  }

  private byte[] put(String key, int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    store.put(new ObjectKey(key), content);
    return content;
  }

  @Test
  void bringsEveryFileWholeAndInOrder() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      contents.add(put("f" + i, 1000 * i));
      files.add(file("f" + i, 1000L * i, i));
    }

    DataFileFetcher.Fetched fetched = fetch(files);

    assertThat(fetched.files()).hasSize(20);
    for (int i = 0; i < 20; i++) {
      FetchedTable.LocalFile local = fetched.files().get(i);
      assertThat(local.path()).hasParent(directory).hasBinaryContent(contents.get(i));
      assertThat(local.schemaVersion()).isEqualTo(i + 1);
      assertThat(local.eventDate()).isEqualTo(LocalDate.of(2026, 1, i + 1));
    }
    assertThat(fetched.bytes()).isEqualTo(210_000);
    assertThat(fetched.requests()).isEqualTo(20);
    assertThat(fetched.rowGroups()).isEqualTo(40);
  }

  @Test
  void readsALargeFileInParts() {
    byte[] content = put("large", 2 * PART + 7);

    DataFileFetcher.Fetched fetched = fetch(List.of(file("large", content.length, 1)));

    assertThat(fetched.files().getFirst().path()).hasBinaryContent(content);
    assertThat(fetched.requests()).isEqualTo(3);
    assertThat(fetched.bytes()).isEqualTo(content.length);
  }

  @Test
  void fetchesNothingForNoFiles() {
    assertThat(fetch(List.of())).isEqualTo(new DataFileFetcher.Fetched(List.of(), 0, 0, 0));
  }

  @Test
  void mayBringTwoTablesIntoOneDirectory() throws IOException {
    put("one/f", 10);
    put("two/f", 11);
    fetch(List.of(file("one/f", 10, 1)));
    fetch(List.of(file("two/f", 11, 1)));

    try (var files = Files.list(directory)) {
      assertThat(files.count()).isEqualTo(2);
    }
  }

  @Test
  void saysWhichFileIsNotInTheStore() {
    put("there", 10);

    assertThatThrownBy(() -> fetch(List.of(file("there", 10, 1), file("gone", 10, 1))))
        .isInstanceOf(ProblemException.class)
        .hasMessage("damaged-table: data file gone is in the table's log but not in the store");
  }

  @Test
  void saysWhichFileIsShorterThanTheLogHasIt() {
    put("short", 10);

    assertThatThrownBy(() -> fetch(List.of(file("short", 12, 1))))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "damaged-table: data file short ends at byte 10, but has 12 in the table's log");
  }

  @Test
  void saysWhichFileIsNoDataFile() {
    put("other", 10);
    RowGroupCounter none =
        file -> {
          throw new StoreException("no footer");
        };

    assertThatThrownBy(() ->
            new WholeFileFetcher(store, none, 2)
                .fetch(List.of(file("other", 10, 1)), Set.of(), Predicate.ALWAYS, directory))
        .isInstanceOf(ProblemException.class)
        .hasMessage("damaged-table: data file other is no Parquet file");
  }

  @Test
  void refusesNoConcurrency() {
    assertThatThrownBy(() -> new WholeFileFetcher(store, file -> 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
