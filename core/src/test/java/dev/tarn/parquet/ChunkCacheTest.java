package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChunkCacheTest {
  private static final ObjectKey KEY = new ObjectKey("tables/a/part.parquet");
  private static final ETag ETAG = new ETag("one");

  @TempDir Path temporary;

  private Path directory = Path.of(".");
  private int files;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("cache"));
  }

  private static ByteRange range(int number) {
    return new ByteRange(number * 10L, number * 10L + 10);
  }

  private static ChunkCache.Content content(int... numbers) {
    return new ChunkCache.Content(
        KEY, ETAG, Arrays.stream(numbers).mapToObj(ChunkCacheTest::range).toList());
  }

  /// Keeps a file whose pieces are full of their numbers.
  private Path keep(ChunkCache cache, int... numbers) throws IOException {
    Path file = newFile();
    byte[] bytes = new byte[Arrays.stream(numbers).max().orElseThrow() * 10 + 10];
    for (int number : numbers) {
      Arrays.fill(bytes, number * 10, number * 10 + 10, (byte) number);
    }
    Files.write(file, bytes);
    cache.keep(content(numbers), file, numbers.length * 10L);
    return file;
  }

  private Path newFile() {
    return temporary.resolve("file-" + files++);
  }

  private static boolean has(ChunkCache cache, int number) {
    return cache
        .find(KEY, ETAG, range(number))
        .filter(bytes -> bytes.length == 10 && bytes[0] == number && bytes[9] == number)
        .isPresent();
  }

  @Test
  void aPieceIsFoundByItsObjectItsContentAndItsRange() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 100);
    keep(cache, 1, 3);

    assertThat(has(cache, 1)).isTrue();
    assertThat(has(cache, 3)).isTrue();
    assertThat(has(cache, 2)).isFalse();
    assertThat(cache.find(KEY, new ETag("two"), range(1))).isEmpty();
    assertThat(cache.find(new ObjectKey("tables/b"), ETAG, range(1))).isEmpty();
  }

  @Test
  void aFileIsProvidedWhereItsPiecesAreTheSame() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 100);
    Path file = keep(cache, 1, 3);
    Path target = newFile();

    assertThat(cache.provide(content(1), target)).isFalse();
    assertThat(cache.provide(content(1, 2, 3), target)).isFalse();
    assertThat(target).doesNotExist();
    assertThat(cache.provide(content(1, 3), target)).isTrue();
    assertThat(target).hasSameBinaryContentAs(file);
  }

  @Test
  void whoeverUsesAFileHasItWhenItMakesRoom() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 40);
    Path file = keep(cache, 1, 2);
    Path target = newFile();
    assertThat(cache.provide(content(1, 2), target)).isTrue();
    keep(cache, 3, 4);
    keep(cache, 5, 6);

    assertThat(cache.provide(content(1, 2), newFile())).isFalse();
    assertThat(target).hasSameBinaryContentAs(file);
  }

  @Test
  void filesThatWereNotUsedForLongestMakeRoom() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 40);
    for (int i = 1; i <= 4; i++) {
      keep(cache, i);
    }
    assertThat(has(cache, 1)).isTrue();
    assertThat(cache.provide(content(2), newFile())).isTrue();
    keep(cache, 5);

    assertThat(has(cache, 3)).isFalse();
    assertThat(has(cache, 1)).isTrue();
    assertThat(has(cache, 2)).isTrue();
    assertThat(has(cache, 5)).isTrue();
    assertThat(cache.bytes()).isEqualTo(40);
    assertThat(files()).isEqualTo(4);
  }

  @Test
  void aPieceOfTwoFilesIsFoundWhileOneIsKept() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 40);
    keep(cache, 1, 2);
    keep(cache, 1);
    keep(cache, 3);
    keep(cache, 4);

    assertThat(has(cache, 2)).isFalse();
    assertThat(has(cache, 1)).isTrue();
    assertThat(cache.bytes()).isEqualTo(30);
  }

  @Test
  void aFileThatWouldDriveOutMostOthersIsNotKept() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 39);
    keep(cache, 1, 2);

    assertThat(has(cache, 1)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void aFileWithoutPiecesIsNotKept() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 100);
    cache.keep(content(), Files.createFile(newFile()), 0);

    assertThat(cache.provide(content(), newFile())).isFalse();
    assertThat(files()).isZero();
  }

  @Test
  void aFileThatWasChangedOrDeletedIsForgotten() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 100);
    Path changed = keep(cache, 1);
    Files.write(changed, new byte[21]);
    keep(cache, 2);
    for (Path file : List.of(kept("0"), kept("1"))) {
      assertThat(file).exists();
    }
    Files.delete(kept("1"));

    assertThat(cache.provide(content(1), newFile())).isFalse();
    assertThat(has(cache, 2)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void whatAnEndedProcessLeftIsDeletedAndNeverFound() throws IOException {
    Path left = Files.createDirectories(directory.resolve("cache-0"));
    Files.write(left.resolve("0"), new byte[10]);
    Files.createDirectories(directory.resolve("cache-1"));
    Files.write(directory.resolve("cache-1").resolve("7"), new byte[10]);
    ChunkCache cache = ChunkCache.open(directory, 100);

    assertThat(files()).isZero();
    assertThat(has(cache, 0)).isFalse();
    keep(cache, 0);
    assertThat(has(cache, 0)).isTrue();
  }

  @Test
  void cachesThatLiveAtOnceShareADirectoryWithoutEachOther() throws IOException {
    ChunkCache one = ChunkCache.open(directory, 100);
    keep(one, 1);
    ChunkCache other = ChunkCache.open(directory, 100);
    keep(other, 2);

    assertThat(has(one, 1)).isTrue();
    assertThat(has(other, 1)).isFalse();
    assertThat(has(other, 2)).isTrue();
  }

  @Test
  void aDirectoryThatIsGoneOnlyKeepsNothing() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 100);
    keep(cache, 1);
    Files.delete(kept("0"));
    Files.delete(directory.resolve("cache-0"));
    keep(cache, 2);

    assertThat(has(cache, 1)).isFalse();
    assertThat(has(cache, 2)).isFalse();
    assertThat(cache.bytes()).isZero();
  }

  private Path kept(String name) {
    return directory.resolve("cache-0").resolve(name);
  }

  private long files() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .count();
    }
  }
}
