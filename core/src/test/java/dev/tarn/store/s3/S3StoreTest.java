package dev.tarn.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.aws.Patience;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoredObject;
import dev.tarn.store.s3.S3Stub.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the store makes of a server and a network that fail.
class S3StoreTest {
  private static final int ATTEMPTS = 5;
  private static final ObjectKey KEY = new ObjectKey("d/a");
  private static final Fault SLOW_DOWN = new Fault.Refusal(503, "SlowDown");
  private static final Fault CONFLICT = new Fault.Refusal(409, "ConditionalRequestConflict");
  private static final Fault LOST_ANSWER = new Fault.LostAnswer(() -> {});

  private S3Stub stub;
  private S3Store store;

  @BeforeEach
  void open() throws IOException {
    stub = new S3Stub();
    store = store(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    store.close();
    stub.close();
  }

  @Test
  void repeatsAPutUntilNoOtherIsUnderWay() {
    stub.meet(CONFLICT, CONFLICT);

    assertThat(store.putIfAbsent(KEY, bytes("mine"))).isInstanceOf(PutResult.Stored.class);
    assertThat(stub.content("d/a")).isEqualTo("mine");
    assertThat(stub.requests()).containsExactly("PUT", "PUT", "PUT");
  }

  @Test
  void tellsAConflictThatLastsFromABrokenCondition() {
    stub.meet(Collections.nCopies(ATTEMPTS, CONFLICT).toArray(Fault[]::new));

    assertFails(
        () -> store.putIfAbsent(KEY, bytes("mine")),
        "put if absent d/a: HTTP 409 ConditionalRequestConflict after 5 attempts");
    assertThat(stub.requests()).hasSize(ATTEMPTS);

    stub.replace("d/a", "theirs");
    assertThat(store.putIfAbsent(KEY, bytes("mine"))).isEqualTo(new PutResult.ConditionFailed());
  }

  @Test
  void repeatsWhatTheServerWasTooBusyFor() {
    stub.replace("d/a", "content");
    stub.meet(
        SLOW_DOWN,
        new Fault.Refusal(500, "InternalError"),
        new Fault.Refusal(429, "TooManyRequests"),
        new Fault.Refusal(502, "BadGateway"));

    assertThat(store.get(KEY).bytes()).isEqualTo(bytes("content"));
    assertThat(stub.requests()).hasSize(5);
  }

  @Test
  void givesUpAfterItsAttempts() {
    stub.meet(Collections.nCopies(ATTEMPTS, SLOW_DOWN).toArray(Fault[]::new));

    assertFails(() -> store.get(KEY), "get d/a: HTTP 503 SlowDown after 5 attempts");
    assertThat(stub.requests()).hasSize(ATTEMPTS);
  }

  @Test
  void doesNotRepeatWhatWasForbidden() {
    stub.meet(new Fault.Refusal(403, "AccessDenied"));

    assertFails(() -> store.put(KEY, bytes("x")), "put d/a: HTTP 403 AccessDenied");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void repeatsAfterConnectionsThatEnded() {
    stub.replace("d/a", "content");
    stub.meet(new Fault.Drop(), new Fault.Drop());

    assertThat(store.getRange(KEY, 3, 4)).isEqualTo(bytes("tent"));
    assertThat(stub.requests()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void failsWhenNobodyListens() {
    stub.close();

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.get(KEY))
        .withMessageStartingWith("get d/a: ");
  }

  @Test
  void repeatsAPutWhoseAnswerWasLost() {
    stub.meet(LOST_ANSWER, LOST_ANSWER);

    assertThat(store.put(KEY, bytes("mine")).size()).isEqualTo(4);
    assertThat(stub.content("d/a")).isEqualTo("mine");
    assertThat(stub.requests()).containsExactly("PUT", "PUT", "PUT");
  }

  @Test
  void knowsItsOwnPutIfAbsentAfterItsAnswerWasLost() {
    stub.meet(LOST_ANSWER);

    PutResult result = store.putIfAbsent(KEY, bytes("mine"));

    assertThat(result).isEqualTo(new PutResult.Stored(store.head(KEY).orElseThrow()));
    assertThat(stub.requests()).containsExactly("PUT", "PUT", "HEAD", "HEAD");
  }

  @Test
  void knowsAnothersPutIfAbsentAfterItsOwnWasLostWithoutEffect() {
    stub.meet(new Fault.Drop());
    stub.replace("d/a", "them");

    assertThat(store.putIfAbsent(KEY, bytes("mine"))).isEqualTo(new PutResult.ConditionFailed());
    assertThat(stub.content("d/a")).isEqualTo("them");
  }

  @Test
  void knowsItsOwnPutIfMatchAfterItsAnswerWasLost() {
    ETag before = store.put(KEY, bytes("before")).etag();
    stub.meet(LOST_ANSWER);

    PutResult result = store.putIfMatch(KEY, bytes("mine"), before);

    assertThat(result).isEqualTo(new PutResult.Stored(store.head(KEY).orElseThrow()));
    assertThat(stub.content("d/a")).isEqualTo("mine");
  }

  @Test
  void claimsNoPutIfMatchOfAnotherWithTheSameContent() {
    ETag before = store.put(KEY, bytes("before")).etag();
    stub.replace("d/a", "mine");

    assertThat(store.putIfMatch(KEY, bytes("mine"), before))
        .isEqualTo(new PutResult.ConditionFailed());
  }

  @Test
  void admitsThatItCannotKnowWhetherALostPutIfMatchWasReplaced() {
    ETag before = store.put(KEY, bytes("before")).etag();
    stub.meet(new Fault.LostAnswer(() -> stub.replace("d/a", "built on mine")));

    assertFails(
        () -> store.putIfMatch(KEY, bytes("mine"), before),
        "put if match d/a: HTTP 412 PreconditionFailed after 2 attempts");
    assertThat(stub.content("d/a")).isEqualTo("built on mine");
  }

  @Test
  void reportsABrokenConditionWhoseCauseIsGone() {
    stub.meet(new Fault.Refusal(412, "PreconditionFailed"));

    assertThat(store.putIfAbsent(KEY, bytes("mine"))).isEqualTo(new PutResult.ConditionFailed());
  }

  @Test
  void repeatsWhatGetsNoAnswerInTime() {
    store.close();
    store = store(Duration.ofMillis(500));
    stub.replace("d/a", "content");
    stub.meet(new Fault.Silence());

    assertThat(store.get(KEY).bytes()).isEqualTo(bytes("content"));
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void givesUpWhenNoAttemptGetsAnAnswer() {
    store.close();
    store = store(Duration.ofMillis(50));
    stub.meet(Collections.nCopies(ATTEMPTS, new Fault.Silence()).toArray(Fault[]::new));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.put(KEY, bytes("x")))
        .withMessageContaining("put d/a: ");
    assertThat(stub.requests()).hasSizeLessThanOrEqualTo(ATTEMPTS);
  }

  @Test
  void repeatsAReadThatWasCutShort() {
    stub.replace("d/a", "content");
    stub.meet(new Fault.HalfAnswer());

    assertThat(store.get(KEY).bytes()).isEqualTo(bytes("content"));
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void repeatsAReadThatDoesNotFitItsChecksum() {
    stub.replace("d/a", "content");
    stub.meet(new Fault.WrongByte());

    assertThat(store.get(KEY).bytes()).isEqualTo(bytes("content"));
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void takesNoOtherPartOfAnObjectForTheOneAskedFor() {
    stub.replace("d/a", "content");
    stub.meet(new Fault.WholeAnswer());

    assertFails(
        () -> store.getRange(KEY, 3, 2), "get a range of d/a: asked from 3, answered from 0");
  }

  @Test
  void takesTheWholeObjectForASuffixIfThatIsTheAnswer() {
    stub.replace("d/a", "content");
    stub.meet(new Fault.WholeAnswer());

    StoredObject whole = store.getSuffix(KEY, 100);
    assertThat(whole.bytes()).isEqualTo(bytes("content"));
    assertThat(whole.summary().size()).isEqualTo(7);
  }

  @Test
  void takesAMissingBucketForAFailureNotForAMissingObject() {
    stub.meet(new Fault.Refusal(404, "NoSuchBucket"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.get(KEY))
        .isNotInstanceOf(ObjectNotFoundException.class)
        .withMessage("get d/a: HTTP 404 NoSuchBucket");
  }

  @Test
  void namesTheObjectsThatWereNotDeleted() {
    stub.meet(
        new Fault.Reply(
            200,
            """
            <DeleteResult>
              <Error><Key>lake/d/b</Key><Code>AccessDenied</Code><Message>m</Message></Error>
              <Error><Key>lake/d/c</Key><Code>InternalError</Code><Message>m</Message></Error>
            </DeleteResult>
            """));

    assertFails(
        () -> store.delete(List.of(KEY, new ObjectKey("d/b"), new ObjectKey("d/c"))),
        "delete d/b: AccessDenied, one of 2 that failed");
  }

  @Test
  void deletesAThousandObjectsWithOneRequest() {
    Fault deleted = new Fault.Reply(200, "<DeleteResult/>");
    stub.meet(deleted, deleted);

    store.delete(IntStream.range(0, 2001).mapToObj(i -> new ObjectKey("d/" + i)).toList());

    assertThat(stub.requests()).containsExactly("POST", "POST", "DELETE");
  }

  @Test
  void letsExactlyOneOfManyPutIfMatch() throws Exception {
    ETag before = store.put(KEY, bytes("before")).etag();
    List<PutResult> results =
        race(64, i -> () -> store.putIfMatch(KEY, bytes("racer " + i), before));

    List<Integer> winners =
        IntStream.range(0, 64)
            .filter(i -> results.get(i) instanceof PutResult.Stored)
            .boxed()
            .toList();
    assertThat(winners).hasSize(1);
    assertThat(stub.content("d/a")).isEqualTo("racer " + winners.getFirst());
  }

  @Test
  void countsNoIncrementTwiceWhateverIsLost() throws Exception {
    store.put(KEY, bytes("0"));
    for (int i = 0; i < 20; i++) {
      stub.meet(LOST_ANSWER, SLOW_DOWN, new Fault.Drop());
    }
    List<Boolean> incremented = race(8, _ -> this::increment);

    int counted = Integer.parseInt(stub.content("d/a"));
    long sure = incremented.stream().filter(done -> done).count();
    assertThat(counted).isBetween((int) sure, 8);
  }

  /// Adds one; false if it is not known whether it did.
  private boolean increment() {
    while (true) {
      try {
        StoredObject present = store.get(KEY);
        int next = Integer.parseInt(new String(present.bytes(), UTF_8)) + 1;
        PutResult result = store.putIfMatch(KEY, bytes("" + next), present.summary().etag());
        if (result instanceof PutResult.Stored) {
          return true;
        }
      } catch (StoreException e) {
        if (String.valueOf(e.getMessage()).startsWith("put")) {
          return false;
        }
      }
    }
  }

  private S3Store store(Duration attempt) {
    S3StoreConfiguration configuration =
        S3StoreConfiguration.at(stub.endpoint(), "secret-bucket", new S3Credentials("id", "secret"))
            .withPrefix("lake")
            .withPatience(
                new Patience(
                    ATTEMPTS,
                    Duration.ofSeconds(5),
                    attempt,
                    Duration.ofSeconds(60),
                    Duration.ofMillis(1),
                    Duration.ofMillis(10)));
    return S3Store.open(configuration, InstantSource.system());
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatExceptionOfType(StoreException.class).isThrownBy(call).withMessage(message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// The task of the racer with a number.
  private interface Racer<T> {
    Callable<T> task(int number);
  }

  private static <T> List<T> race(int count, Racer<T> racer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> task = racer.task(i);
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
}
