package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChunkCacheTest {
  private static final ObjectKey KEY = new ObjectKey("tables/a/part.parquet");
  private static final ETag ETAG = new ETag("one");

  @TempDir Path directory;

  private static ByteRange range(int number) {
    return new ByteRange(number * 10L, number * 10L + 10);
  }

  private static void keep(ChunkCache cache, int number) {
    byte[] content = new byte[30];
    content[10] = (byte) number;
    cache.keep(KEY, ETAG, range(number), content, 10);
  }

  private static boolean has(ChunkCache cache, int number) {
    return cache
        .find(KEY, ETAG, range(number))
        .filter(bytes -> bytes.length == 10 && bytes[0] == number)
        .isPresent();
  }

  @Test
  void aPieceIsFoundByItsObjectItsContentAndItsRange() {
    ChunkCache cache = ChunkCache.open(directory, 100);
    keep(cache, 1);

    assertThat(has(cache, 1)).isTrue();
    assertThat(has(cache, 2)).isFalse();
    assertThat(cache.find(KEY, new ETag("two"), range(1))).isEmpty();
    assertThat(cache.find(new ObjectKey("tables/b"), ETAG, range(1))).isEmpty();
  }

  @Test
  void piecesThatWereNotUsedForLongestMakeRoom() throws IOException {
    ChunkCache cache = ChunkCache.open(directory, 40);
    for (int i = 1; i <= 4; i++) {
      keep(cache, i);
    }
    assertThat(has(cache, 1)).isTrue();
    keep(cache, 5);

    assertThat(has(cache, 2)).isFalse();
    assertThat(has(cache, 1)).isTrue();
    assertThat(has(cache, 5)).isTrue();
    assertThat(cache.bytes()).isEqualTo(40);
    assertThat(files()).isEqualTo(4);
  }

  @Test
  void aPieceThatWouldDriveOutMostOthersIsNotKept() {
    ChunkCache cache = ChunkCache.open(directory, 39);
    keep(cache, 1);

    assertThat(has(cache, 1)).isFalse();
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
  void cachesThatLiveAtOnceShareADirectoryWithoutEachOther() {
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
    ChunkCache cache = ChunkCache.open(directory.resolve("gone"), 100);
    keep(cache, 1);
    Files.delete(directory.resolve("gone").resolve("cache-0").resolve("0"));
    Files.delete(directory.resolve("gone").resolve("cache-0"));
    keep(cache, 2);

    assertThat(has(cache, 1)).isFalse();
    assertThat(has(cache, 2)).isFalse();
    assertThat(cache.bytes()).isZero();
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
