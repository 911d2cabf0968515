package dev.tarn.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.store.ETag;
import dev.tarn.store.LinkServer;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectStoreContractTest;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreContractTest {
  @TempDir Path directory;
  private LinkServer server;
  private FileStore store;

  @BeforeEach
  void open() throws IOException {
    server = new LinkServer(() -> store);
    store = reopened();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void keepsObjectsUnderTheirKeys() throws IOException {
    store.put(key("earthquakes/_delta_log/00000000000000000000.json"), bytes("{}"));
    store.put(key("earthquakes/event_date=2026-01-01/9f-0.zstd.parquet"), bytes("PAR1"));

    assertThat(root().resolve("earthquakes/_delta_log/00000000000000000000.json")).hasContent("{}");
    assertThat(root().resolve("earthquakes/event_date=2026-01-01/9f-0.zstd.parquet"))
        .hasContent("PAR1");
  }

  @Test
  void knowsItsObjectsAfterItIsOpenedAgain() {
    ObjectSummary put = store.put(key("a/b"), bytes("content"));
    FileStore again = reopened();

    assertThat(again.get(key("a/b")).bytes()).isEqualTo(bytes("content"));
    assertThat(again.head(key("a/b"))).contains(put);
    assertThat(again.putIfMatch(key("a/b"), bytes("new"), put.etag()))
        .isInstanceOf(PutResult.Stored.class);
    assertThat(store.get(key("a/b")).bytes()).isEqualTo(bytes("new"));
  }

  @Test
  void noticesWhatOtherProgramsChange() throws IOException {
    ObjectSummary before = store.put(key("a"), bytes("content"));
    Files.writeString(root().resolve("a"), "CONTENT");
    Files.setLastModifiedTime(
        root().resolve("a"), FileTime.from(before.lastModified().plusSeconds(1)));

    ObjectSummary after = store.head(key("a")).orElseThrow();
    assertThat(after.etag()).isEqualTo(ETag.ofContent(bytes("CONTENT")));
    assertThat(store.get(key("a")).summary()).isEqualTo(after);
    assertThat(store.putIfMatch(key("a"), bytes("x"), before.etag()))
        .isEqualTo(new PutResult.ConditionFailed());
  }

  @Test
  void takesInWhatOtherProgramsCopied() throws IOException {
    Files.createDirectories(root().resolve("copied"));
    Files.writeString(root().resolve("copied/x.parquet"), "PAR1");

    assertThat(store.list("", Optional.empty()).objects())
        .singleElement()
        .satisfies(object -> {
          assertThat(object.key()).isEqualTo(key("copied/x.parquet"));
          assertThat(object.etag()).isEqualTo(ETag.ofContent(bytes("PAR1")));
        });
  }

  @Test
  void passesOverFilesWhoseNamesItNeverGives() throws IOException {
    for (String name :
        List.of("UPPER", "%41%", "%zz", "%61", "a%2Fb", "%2E", ".%2E", "%0A", "dot.", "%+", "é")) {
      Files.writeString(root().resolve(name), "x");
    }
    Files.createDirectory(root().resolve("empty"));
    store.put(key("mine"), bytes("x"));

    assertThat(keys("")).containsExactly("mine");
    assertThat(store.listDirectories("")).isEmpty();
  }

  @Test
  void listsNothingBelowWhatIsNoKey() {
    store.put(key("a/b"), bytes("x"));

    assertThat(keys("../")).isEmpty();
    assertThat(keys("a//")).isEmpty();
    assertThat(keys("/")).isEmpty();
    assertThat(keys("./")).isEmpty();
    assertThat(store.listDirectories("a/../")).isEmpty();
  }

  @Test
  void followsNoSymbolicLink() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    store.put(key("a/b"), bytes("x"));
    Files.createSymbolicLink(root().resolve("a/dir"), outside);
    Files.createSymbolicLink(root().resolve("a/file"), outside.resolve("secret"));

    assertThat(keys("")).containsExactly("a/b");
    assertThat(store.listDirectories("a/")).isEmpty();
    assertThat(store.head(key("a/file"))).isEmpty();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.get(key("a/dir/secret")));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(key("a/dir/new"), bytes("x")));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(key("a/dir/deep/new"), bytes("x")));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.delete(List.of(key("a/dir/secret"))));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.list("a/dir/", Optional.empty()));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.putIfAbsent(key("a/file"), bytes("x")));

    store.put(key("a/file"), bytes("replaced"));
    assertThat(keys("a/")).containsExactly("a/b", "a/file");
    try (Stream<Path> left = Files.list(outside)) {
      assertThat(left).containsExactly(outside.resolve("secret"));
    }
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void refusesAKeyBelowAnotherObject() {
    store.put(key("a"), bytes("x"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(key("a/b"), bytes("x")))
        .withMessageStartingWith("put a/b: ");
    assertThat(keys("")).containsExactly("a");
  }

  @Test
  void refusesAnObjectWhereADirectoryIs() {
    store.put(key("a/b"), bytes("x"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(key("a"), bytes("x")));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.putIfAbsent(key("a"), bytes("x")));
    assertThat(keys("")).containsExactly("a/b");
  }

  @Test
  void deletesWhatWasLeftBehindLongAgoAndNothingElse() throws IOException {
    Path old = Files.writeString(temporary().resolve("old"), "half of a conte");
    Path young = Files.writeString(temporary().resolve("young"), "half of a conte");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    store.put(key("a"), bytes("x"));

    FileStore again = reopened();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(again.list("", Optional.empty()).objects()).hasSize(1);
  }

  @Test
  void leavesNothingBesideObjectsWhateverHappened() throws IOException {
    ETag etag = store.put(key("a"), bytes("1")).etag();
    store.putIfAbsent(key("a"), bytes("2"));
    store.putIfMatch(key("a"), bytes("3"), new ETag("other"));
    store.putIfMatch(key("a"), bytes("4"), etag);
    store.copy(key("a"), key("b"));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(key("a/b"), bytes("x")));

    try (Stream<Path> files = Files.list(temporary())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void opensADirectoryDeepBelowOneThatIsThere() {
    Path deep = directory.resolve("x/y/z");
    FileStore fresh = FileStore.open(deep, InstantSource.system(), server.links());
    fresh.put(key("a"), bytes("x"));

    assertThat(deep.resolve("a")).hasContent("x");
  }

  @Test
  void failsToOpenWhereAFileIs() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> FileStore.open(file, InstantSource.system(), server.links()));
    assertThat(file).hasContent("x");
  }

  @Test
  void worksOnAfterItsDirectoriesWereDeleted() throws IOException {
    store.put(key("d/e/a"), bytes("x"));
    Files.delete(root().resolve("d/e/a"));
    Files.delete(root().resolve("d/e"));
    Files.delete(root().resolve("d"));

    store.put(key("d/e/b"), bytes("x"));
    assertThat(keys("")).containsExactly("d/e/b");
  }

  private FileStore reopened() {
    return FileStore.open(root(), InstantSource.system(), server.links());
  }

  private Path root() {
    return directory.resolve("lake");
  }

  private Path temporary() {
    return root().resolve(".tarn-store/tmp");
  }
}
