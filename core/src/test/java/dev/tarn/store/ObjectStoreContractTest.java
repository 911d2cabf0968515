package dev.tarn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [ObjectStore] promises. Each adapter runs it.
public abstract class ObjectStoreContractTest {
  private static final int RACERS = 64;

  /// The store under test, empty at the start of each test.
  protected abstract ObjectStore store();

  /// The keys of [#oddKeys] that the adapter's server is known to refuse or to change, though the
  /// adapter passes them on as they are.
  protected boolean isServed(String oddKey) {
    return true;
  }

  /// Whether the adapter's server compares and puts in one step, as S3 does.
  protected boolean isServerAtomic() {
    return true;
  }

  @Test
  void givesBackWhatWasPut() {
    ObjectSummary put = store().put(key("a/b.json"), bytes("content"));

    StoredObject got = store().get(key("a/b.json"));
    assertThat(got.bytes()).isEqualTo(bytes("content"));
    assertThat(got.summary().key()).isEqualTo(key("a/b.json"));
    assertThat(got.summary().size()).isEqualTo(7);
    assertThat(got.summary().etag()).isEqualTo(put.etag());
    assertThat(put.key()).isEqualTo(key("a/b.json"));
    assertThat(put.size()).isEqualTo(7);
  }

  @Test
  void tellsTheTimeOfThePut() {
    Instant before = Instant.now();
    ObjectSummary put = store().put(key("timed"), bytes("x"));
    Instant after = Instant.now();

    // Servers tell whole seconds, and file systems the time of their last tick.
    assertThat(put.lastModified()).isBetween(before.minusMillis(1500), after.plusMillis(1500));
    assertThat(store().head(key("timed")).orElseThrow().lastModified())
        .isBetween(before.minusMillis(1500), after.plusMillis(1500));
  }

  @Test
  void keepsAnEmptyObject() {
    store().put(key("empty"), new byte[0]);

    assertThat(store().get(key("empty")).bytes()).isEmpty();
    assertThat(store().head(key("empty")).orElseThrow().size()).isZero();
    assertThat(store().getSuffix(key("empty"), 8).bytes()).isEmpty();
    assertThat(store().getRange(key("empty"), 0, 8)).isEmpty();
  }

  @Test
  void readsARangeOfTheContentThatIsExpectedAlone() {
    ETag first = store().put(key("tagged"), new byte[] {1, 2, 3, 4}).etag();

    assertThat(store().getRange(key("tagged"), 1, 2, first)).containsExactly(2, 3);
    assertThat(store().getRange(key("tagged"), 4, 2, first)).isEmpty();
    ETag second = store().put(key("tagged"), new byte[] {5, 6, 7, 8}).etag();
    assertNotFound(() -> store().getRange(key("tagged"), 1, 2, first));
    assertThat(store().getRange(key("tagged"), 1, 2, second)).containsExactly(6, 7);
    assertNotFound(() -> store().getRange(key("untagged"), 0, 1, first));
  }

  @Test
  void keepsALargeObject() {
    byte[] content = new byte[(5 << 20) + 12_345];
    new SplittableRandom(1).nextBytes(content);
    store().put(key("large"), content);

    assertThat(store().get(key("large")).bytes()).isEqualTo(content);
    assertThat(store().getRange(key("large"), 5 << 20, 100))
        .isEqualTo(Arrays.copyOfRange(content, 5 << 20, (5 << 20) + 100));
    StoredObject end = store().getSuffix(key("large"), 12_345);
    assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(content, 5 << 20, content.length));
    assertThat(end.summary().size()).isEqualTo(content.length);
  }

  @Test
  void keepsItsOwnCopyOfWhatWasPut() {
    byte[] content = bytes("before");
    store().put(key("copy"), content);
    content[0] = 'X';

    assertThat(text("copy")).isEqualTo("before");
  }

  @Test
  void replacesWhatWasThere() {
    ObjectSummary first = store().put(key("a"), bytes("first"));
    ObjectSummary second = store().put(key("a"), bytes("second"));

    assertThat(text("a")).isEqualTo("second");
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(store().head(key("a"))).map(ObjectSummary::etag).contains(second.etag());
  }

  @Test
  void tellsContentsOfOneSizeApartByTheirETags() {
    ETag first = store().put(key("a"), bytes("1")).etag();
    ETag second = store().put(key("a"), bytes("2")).etag();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void tellsTheSameETagWhereverItIsAsked() {
    ETag put = store().put(key("d/a"), bytes("content")).etag();

    assertThat(store().get(key("d/a")).summary().etag()).isEqualTo(put);
    assertThat(store().getSuffix(key("d/a"), 3).summary().etag()).isEqualTo(put);
    assertThat(store().head(key("d/a")).orElseThrow().etag()).isEqualTo(put);
    assertThat(store().list("d/", Optional.empty()).objects().getFirst().etag()).isEqualTo(put);
    assertThat(store().putIfAbsent(key("d/a"), bytes("content")))
        .isInstanceOfSatisfying(
            PutResult.Stored.class, stored -> assertThat(stored.summary().etag()).isEqualTo(put));
  }

  @Test
  void findsNothingWhereNothingIs() {
    store().put(key("a/b"), bytes("x"));

    for (String absent : List.of("b", "a", "a/c", "a/b/c", "x/y/z")) {
      assertThat(store().head(key(absent))).isEmpty();
      assertNotFound(() -> store().get(key(absent)));
      assertNotFound(() -> store().getRange(key(absent), 0, 1));
      assertNotFound(() -> store().getRange(key(absent), 0, 0));
      assertNotFound(() -> store().getSuffix(key(absent), 1));
      assertNotFound(() -> store().getSuffix(key(absent), 0));
      assertNotFound(() -> store().copy(key(absent), key("target")));
    }
    assertThat(store().head(key("target"))).isEmpty();
  }

  @Test
  void readsRanges() {
    store().put(key("a"), bytes("0123456789"));

    assertThat(range("a", 0, 4)).isEqualTo("0123");
    assertThat(range("a", 3, 4)).isEqualTo("3456");
    assertThat(range("a", 0, 10)).isEqualTo("0123456789");
    assertThat(range("a", 5, 0)).isEmpty();
  }

  @Test
  void cutsARangeAtTheEndOfTheObject() {
    store().put(key("a"), bytes("0123456789"));

    assertThat(range("a", 7, 100)).isEqualTo("789");
    assertThat(range("a", 9, Integer.MAX_VALUE)).isEqualTo("9");
    assertThat(range("a", 10, 1)).isEmpty();
    assertThat(range("a", 1L << 40, 5)).isEmpty();
    assertThat(range("a", Long.MAX_VALUE, 5)).isEmpty();
  }

  @Test
  void readsTheEndOfAnObjectWithTheSummaryOfTheWhole() {
    store().put(key("a"), bytes("0123456789"));

    StoredObject end = store().getSuffix(key("a"), 3);
    assertThat(end.bytes()).isEqualTo(bytes("789"));
    assertThat(end.summary()).isEqualTo(store().head(key("a")).orElseThrow());
    assertThat(store().getSuffix(key("a"), 10).bytes()).isEqualTo(bytes("0123456789"));
    assertThat(store().getSuffix(key("a"), 0).bytes()).isEmpty();
  }

  @Test
  void readsAllOfAnObjectThatIsShorterThanTheSuffix() {
    store().put(key("a"), bytes("0123456789"));

    StoredObject end = store().getSuffix(key("a"), 1000);
    assertThat(end.bytes()).isEqualTo(bytes("0123456789"));
    assertThat(end.summary().size()).isEqualTo(10);
  }

  @Test
  void refusesRangesAndPrefixesThatAreNone() {
    store().put(key("a"), bytes("x"));

    assertThatIllegalArgumentException().isThrownBy(() -> store().getRange(key("a"), -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().getRange(key("a"), 0, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().getSuffix(key("a"), -1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().listDirectories("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().presignGet(key("a"), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().presignGet(key("a"), Duration.ofDays(8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().presignPut(key("a"), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().presignPut(key("a"), Duration.ofDays(8)));
  }

  @Test
  void putsIfAbsentOnlyWhereNothingIs() {
    PutResult first = store().putIfAbsent(key("log/0"), bytes("first"));
    PutResult second = store().putIfAbsent(key("log/0"), bytes("2econd"));
    PutResult third = store().putIfAbsent(key("log/0"), bytes("longer than the first"));

    assertThat(first).isInstanceOf(PutResult.Stored.class);
    assertThat(second).isEqualTo(new PutResult.ConditionFailed());
    assertThat(third).isEqualTo(new PutResult.ConditionFailed());
    assertThat(text("log/0")).isEqualTo("first");
  }

  @Test
  void reportsAsStoredWhatAlreadyHasTheContent() {
    PutResult first = store().putIfAbsent(key("log/0"), bytes("mine"));
    PutResult repeated = store().putIfAbsent(key("log/0"), bytes("mine"));

    assertThat(first).isInstanceOf(PutResult.Stored.class);
    assertThat(repeated).isInstanceOf(PutResult.Stored.class);
    assertThat(text("log/0")).isEqualTo("mine");
  }

  @Test
  void putsIfAbsentAgainAfterADeletion() {
    store().putIfAbsent(key("a"), bytes("first"));
    store().delete(List.of(key("a")));

    assertThat(store().putIfAbsent(key("a"), bytes("second"))).isInstanceOf(PutResult.Stored.class);
    assertThat(text("a")).isEqualTo("second");
  }

  @Test
  void putsIfMatchOnlyOverTheExpectedContent() {
    ETag first = store().put(key("a"), bytes("first")).etag();
    ETag second = etag(store().putIfMatch(key("a"), bytes("second"), first));

    assertThat(store().putIfMatch(key("a"), bytes("stale"), first))
        .isEqualTo(new PutResult.ConditionFailed());
    assertThat(text("a")).isEqualTo("second");
    assertThat(store().putIfMatch(key("a"), bytes("third"), second))
        .isInstanceOf(PutResult.Stored.class);
    assertThat(text("a")).isEqualTo("third");
  }

  @Test
  void putsNothingIfMatchWhereNothingIs() {
    ETag etag = store().put(key("a"), bytes("x")).etag();

    assertThat(store().putIfMatch(key("b"), bytes("y"), etag))
        .isEqualTo(new PutResult.ConditionFailed());
    assertThat(store().head(key("b"))).isEmpty();
  }

  @Test
  void letsExactlyOneOfManyPutIfAbsent() throws Exception {
    for (int round = 0; round < 3; round++) {
      ObjectKey key = key("race/" + round);
      List<PutResult> results = race(i -> () -> store().putIfAbsent(key, bytes("racer " + i)));

      List<Integer> winners = winners(results);
      assertThat(winners).hasSize(1);
      assertThat(text(key.value())).isEqualTo("racer " + winners.getFirst());
    }
  }

  @Test
  void letsExactlyOneOfManyPutIfMatch() throws Exception {
    ETag expected = store().put(key("race"), bytes("start")).etag();
    for (int round = 0; round < 3; round++) {
      ETag current = expected;
      String prefix = "round " + round + " racer ";
      List<PutResult> results =
          race(i -> () -> store().putIfMatch(key("race"), bytes(prefix + i), current));

      List<Integer> winners = winners(results);
      if (isServerAtomic()) {
        assertThat(winners).hasSize(1);
      }
      assertThat(winners).extracting(winner -> prefix + winner).contains(text("race"));
      expected = store().head(key("race")).orElseThrow().etag();
    }
  }

  @Test
  void losesNoIncrementOfManyThatRetry() throws Exception {
    store().put(key("counter"), bytes("0"));
    int increments = 3;
    race(
        8,
        _ ->
            () -> {
              for (int done = 0; done < increments; ) {
                StoredObject present = store().get(key("counter"));
                int next = Integer.parseInt(string(present.bytes())) + 1;
                PutResult result =
                    store().putIfMatch(key("counter"), bytes("" + next), present.summary().etag());
                done += result instanceof PutResult.Stored ? 1 : 0;
              }
              return increments;
            });

    int counted = Integer.parseInt(text("counter"));
    assertThat(counted).isBetween(increments, 8 * increments);
    if (isServerAtomic()) {
      assertThat(counted).isEqualTo(8 * increments);
    }
  }

  @Test
  void showsReadersWholeContentsOnly() throws Exception {
    int size = 200_000;
    store().put(key("whole"), filled(size, 0));
    List<Boolean> wholes =
        race(
            6,
            i ->
                () -> {
                  boolean whole = true;
                  for (int n = 1; n <= 15; n++) {
                    if (i < 2) {
                      store().put(key("whole"), filled(size + 10_000 * n, 2 * n + i));
                    } else {
                      StoredObject read = store().get(key("whole"));
                      byte[] bytes = read.bytes();
                      whole &= read.summary().size() == bytes.length;
                      whole &= bytes.length == size + 10_000 * (bytes[0] / 2);
                      whole &= Arrays.equals(bytes, filled(bytes.length, bytes[0]));
                    }
                  }
                  return whole;
                });

    assertThat(wholes).containsOnly(true);
  }

  @Test
  void deletesManyAndIsSilentWhereNothingIs() {
    store().put(key("a/1"), bytes("x"));
    store().put(key("a/2"), bytes("x"));
    store().put(key("b"), bytes("x"));

    store().delete(List.of(key("a/1"), key("a/2"), key("a/3"), key("x/y"), key("a/1")));
    store().delete(List.of(key("nothing")));
    store().delete(List.of());

    assertThat(keys("")).containsExactly("b");
    assertThat(store().listDirectories("")).isEmpty();
  }

  @Test
  void copies() {
    store().put(key("a"), bytes("content"));
    store().put(key("d/b"), bytes("replaced"));

    ObjectSummary copy = store().copy(key("a"), key("d/b"));

    assertThat(copy.key()).isEqualTo(key("d/b"));
    assertThat(copy.size()).isEqualTo(7);
    assertThat(copy.etag()).isEqualTo(store().head(key("d/b")).orElseThrow().etag());
    assertThat(text("d/b")).isEqualTo("content");
    assertThat(text("a")).isEqualTo("content");
  }

  @Test
  void copiesAnObjectOntoItself() {
    store().put(key("a"), bytes("content"));

    assertThat(store().copy(key("a"), key("a")).size()).isEqualTo(7);
    assertThat(text("a")).isEqualTo("content");
  }

  @Test
  void listsInTheOrderOfBytesWhateverTheDirectories() {
    List<String> keys =
        List.of("a!", "a-b", "a/!", "a/b/c", "a/b0", "a/z", "a0", "aa", "b", "é", "ｚ", "😀");
    keys.reversed().stream().filter(this::isServed).forEach(k -> store().put(key(k), bytes(k)));
    List<String> served = keys.stream().filter(this::isServed).toList();

    assertThat(keys("")).isEqualTo(served);
    assertThat(keys("a/")).containsExactly("a/!", "a/b/c", "a/b0", "a/z");
    assertThat(keys("a/b")).containsExactly("a/b/c", "a/b0");
    assertThat(keys("a/b/")).containsExactly("a/b/c");
    assertThat(keys("a/b/c")).containsExactly("a/b/c");
    assertThat(keys("a/b/c/")).isEmpty();
    assertThat(keys("nothing")).isEmpty();
  }

  @Test
  void listsAfterAnyString() {
    Stream.of("a-b", "a/b", "a/c/d", "a/c0", "a0", "b").forEach(k -> store().put(key(k), bytes(k)));

    assertThat(keysAfter("", "")).hasSize(6);
    assertThat(keysAfter("", "a")).hasSize(6);
    assertThat(keysAfter("", "a-b")).containsExactly("a/b", "a/c/d", "a/c0", "a0", "b");
    assertThat(keysAfter("", "a/")).containsExactly("a/b", "a/c/d", "a/c0", "a0", "b");
    assertThat(keysAfter("", "a/b!")).containsExactly("a/c/d", "a/c0", "a0", "b");
    assertThat(keysAfter("", "a/c")).containsExactly("a/c/d", "a/c0", "a0", "b");
    assertThat(keysAfter("", "a/c/d")).containsExactly("a/c0", "a0", "b");
    assertThat(keysAfter("", "a/c/z/z")).containsExactly("a/c0", "a0", "b");
    assertThat(keysAfter("", "a0")).containsExactly("b");
    assertThat(keysAfter("", "c")).isEmpty();
    assertThat(keysAfter("a/", "a-")).containsExactly("a/b", "a/c/d", "a/c0");
    assertThat(keysAfter("a/", "a/b")).containsExactly("a/c/d", "a/c0");
    assertThat(keysAfter("a/c", "a/c/d")).containsExactly("a/c0");
    assertThat(keysAfter("a/", "b")).isEmpty();
  }

  @Test
  void listsInPagesOfAThousand() throws Exception {
    List<String> expected = IntStream.range(0, 1100).mapToObj(i -> "p/%05d".formatted(i)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<ObjectSummary>> puts = new ArrayList<>();
      for (String key : expected) {
        puts.add(threads.submit(() -> store().put(key(key), bytes("x"))));
      }
      for (Future<ObjectSummary> put : puts) {
        assertThat(put.get().size()).isEqualTo(1);
      }
    }
    store().put(key("q"), bytes("x"));

    ObjectPage first = store().list("p/", Optional.empty());
    ObjectPage second = store().list("p/", Optional.of(last(first)));
    assertThat(first.objects()).hasSize(1000);
    assertThat(first.more()).isTrue();
    assertThat(second.objects()).hasSize(100);
    assertThat(second.more()).isFalse();
    assertThat(
            Stream.of(first, second)
                .flatMap(page -> page.objects().stream())
                .map(object -> object.key().value()))
        .isEqualTo(expected);

    ObjectPage exact = store().list("p/00", Optional.empty());
    assertThat(exact.objects()).hasSize(1000);
    assertThat(exact.more()).isFalse();

    store().delete(expected.stream().map(ObjectStoreContractTest::key).toList());
    assertThat(keys("")).containsExactly("q");
  }

  @Test
  void listsDirectories() {
    Stream.of("a-b", "a/b", "a/c/d", "a/c/e/f", "a0/x", "a-/x", "b").forEach(this::put);

    assertThat(store().listDirectories("")).containsExactly("a-/", "a/", "a0/");
    assertThat(store().listDirectories("a/")).containsExactly("a/c/");
    assertThat(store().listDirectories("a/c/")).containsExactly("a/c/e/");
    assertThat(store().listDirectories("a/c/e/")).isEmpty();
    assertThat(store().listDirectories("b/")).isEmpty();
    assertThat(store().listDirectories("nothing/")).isEmpty();
  }

  @Test
  void listsADirectoryNoLongerOnceItsObjectsAreDeleted() {
    Stream.of("a/b/c", "a/d").forEach(this::put);
    store().delete(List.of(key("a/b/c")));

    assertThat(store().listDirectories("a/")).isEmpty();
    assertThat(store().listDirectories("")).containsExactly("a/");
  }

  static Stream<String> oddKeys() {
    return Stream.of(
        "Upper/CASE.TXT",
        "upper/case.txt",
        "spaces and + and %41 and %2F",
        "date=2026-01-01/part-00000.parquet",
        "_delta_log/00000000000000000000.json",
        ".hidden/.x",
        ".tarn-store/tmp/x",
        "trailing./trailing ",
        "...",
        "quotes'\"<>|?*:;,&=@$#!^`[]{}()~",
        "umlauts äöü/é decomposed/日本語",
        "emoji/😀",
        "l".repeat(200),
        "con/nul/aux.txt",
        "l".repeat(255),
        "l".repeat(700) + "/" + "M".repeat(300),
        "ü".repeat(512),
        "n/".repeat(200) + "deep");
  }

  @ParameterizedTest
  @MethodSource("oddKeys")
  void keepsObjectsAtOddKeys(String odd) {
    if (!isServed(odd)) {
      return;
    }
    ObjectKey key = key(odd);
    store().put(key("plain"), bytes("plain"));
    PutResult result = store().putIfAbsent(key, bytes(odd));

    assertThat(result).isInstanceOf(PutResult.Stored.class);
    assertThat(text(odd)).isEqualTo(odd);
    assertThat(keys("")).containsExactlyInAnyOrder("plain", odd);
    assertThat(keys(odd)).containsExactly(odd);
    assertThat(store().copy(key, key("copy")).size()).isEqualTo(bytes(odd).length);
    store().delete(List.of(key, key("copy")));
    assertThat(keys("")).containsExactly("plain");
  }

  @Test
  void keepsKeysApartThatDifferInCaseOrForm() {
    List<String> keys =
        Stream.of("readme", "README", "ReadMe", "\u00e9", "e\u0301", "%c3%a9", "%C3%A9")
            .filter(this::isServed)
            .toList();
    keys.forEach(this::put);

    assertThat(keys("")).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(keys).allSatisfy(each -> assertThat(text(each)).isEqualTo(each));
  }

  @Test
  void makesLinksThatAnyoneCanGet() throws IOException, InterruptedException {
    ObjectKey key = key("links/one + two %41.txt");
    store().put(key, bytes("linked"));
    HttpRequest request =
        HttpRequest.newBuilder(store().presignGet(key, Duration.ofMinutes(5))).build();

    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("linked");

      String other = request.uri().toString().replace("one", "two");
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(other)).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void makesLinksWhoseAnswerIsOfAMediaType() throws IOException, InterruptedException {
    ObjectKey key = key("links/typed");
    store().put(key, bytes("a,b"));
    HttpRequest request =
        HttpRequest.newBuilder(
                store().presignGet(key, Duration.ofMinutes(5), "text/csv; charset=utf-8"))
            .build();

    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("a,b");
      assertThat(response.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
    }
  }

  @Test
  void putsFiles(@TempDir Path directory) throws IOException {
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    Path file = Files.write(directory.resolve("file"), content);
    store().put(key("files/a"), bytes("before"));

    ObjectSummary put = store().putFile(key("files/a"), file);

    assertThat(put.size()).isEqualTo(content.length);
    assertThat(store().get(key("files/a")).bytes()).isEqualTo(content);
    assertThat(store().head(key("files/a")).orElseThrow().etag()).isEqualTo(put.etag());
    assertThat(store().putFile(key("files/none"), Files.createFile(directory.resolve("none"))))
        .extracting(ObjectSummary::size)
        .isEqualTo(0L);
  }

  @Test
  void putsNothingOfAFileThatIsNotThere(@TempDir Path directory) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store().putFile(key("files/b"), directory.resolve("missing")));
    assertThat(store().head(key("files/b"))).isEmpty();
  }

  @Test
  void makesLinksToWhatIsPutLater() throws IOException, InterruptedException {
    ObjectKey key = key("later");
    HttpRequest request =
        HttpRequest.newBuilder(store().presignGet(key, Duration.ofMinutes(5))).build();

    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(404);
      store().put(key, bytes("now"));
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("now");
    }
  }

  @Test
  void makesLinksThatAnyoneCanPutTo() throws IOException, InterruptedException {
    ObjectKey key = key("links/put + here %41");
    URI link = store().presignPut(key, Duration.ofMinutes(5));

    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(status(client, "PUT", link)).isEqualTo(200);
      assertThat(store().get(key).bytes()).isEqualTo(bytes("put"));
      assertThat(status(client, "PUT", URI.create(link.toString().replace("here", "gone"))))
          .isEqualTo(403);
      assertThat(status(client, "GET", link)).isEqualTo(403);
      assertThat(status(client, "PUT", store().presignGet(key, Duration.ofMinutes(5))))
          .isEqualTo(403);
    }
  }

  private static int status(HttpClient client, String method, URI link)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(link)
                .method(method, HttpRequest.BodyPublishers.ofString("put"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /// A key.
  protected static ObjectKey key(String value) {
    return new ObjectKey(value);
  }

  /// The UTF-8 of `text`.
  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// All keys that start with `prefix`, as the first page of a listing has them.
  protected final List<String> keys(String prefix) {
    return keys(store().list(prefix, Optional.empty()));
  }

  /// Runs `count` tasks at the same time, and gives their results in order.
  protected static <T> List<T> race(int count, IntFunction<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> task = tasks.apply(i);
        futures.add(
            threads.submit(() -> {
              start.await();
              return task.call();
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static List<PutResult> race(IntFunction<Callable<PutResult>> tasks)
      throws InterruptedException, ExecutionException {
    return race(RACERS, tasks);
  }

  private static List<Integer> winners(List<PutResult> results) {
    return IntStream.range(0, results.size())
        .filter(i -> results.get(i) instanceof PutResult.Stored)
        .boxed()
        .toList();
  }

  private static ETag etag(PutResult result) {
    assertThat(result).isInstanceOf(PutResult.Stored.class);
    return ((PutResult.Stored) result).summary().etag();
  }

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String last(ObjectPage page) {
    return page.objects().getLast().key().value();
  }

  private static List<String> keys(ObjectPage page) {
    return page.objects().stream().map(object -> object.key().value()).toList();
  }

  private List<String> keysAfter(String prefix, String startAfter) {
    return keys(store().list(prefix, Optional.of(startAfter)));
  }

  private void put(String key) {
    store().put(key(key), bytes(key));
  }

  private String text(String key) {
    return string(store().get(key(key)).bytes());
  }

  private String range(String key, long offset, int length) {
    return string(store().getRange(key(key), offset, length));
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(read);
  }
}
