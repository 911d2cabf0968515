package dev.tarn.local.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.local.gateway.ObjectArrivals;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class UploadFeedTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Instant START = Instant.parse("2026-01-31T12:00:00.5Z");

  @TempDir private Path lake;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MemoryStore store = new MemoryStore(now::get);
  private final Jobs jobs = new StoredJobs(store);
  private final BlockingQueue<JsonNode> handed = new LinkedBlockingQueue<>();
  private volatile Predicate<JsonNode> written = event -> true;
  private Optional<LocalUploads> uploads = Optional.empty();
  private Optional<UploadFeed> feed = Optional.empty();

  private LocalUploads open() {
    LocalUploads opened = new LocalUploads(lake, "tarn", now::get);
    uploads = Optional.of(opened);
    return opened;
  }

  private UploadFeed start(LocalUploads from, Optional<UploadWatch> watch) {
    RequestStreamHandler function =
        (event, answer, context) -> {
          JsonNode document = MAPPER.readTree(event);
          assertThat(context.getRemainingTimeInMillis()).isBetween(290_000, 300_000);
          boolean done = written.test(document);
          answer.write(
              (done
                      ? "{\"batchItemFailures\":[]}"
                      : "{\"batchItemFailures\":[{\"itemIdentifier\":\""
                          + document.at("/Records/0/messageId").asText()
                          + "\"}]}")
                  .getBytes(UTF_8));
          handed.add(document);
        };
    UploadFeed started =
        new UploadFeed(
            from,
            watch,
            function,
            new AbandonedJobs(jobs, now::get),
            new PrintStream(System.err, true, UTF_8),
            now::get);
    started.start();
    feed = Optional.of(started);
    return started;
  }

  @AfterEach
  void stop() {
    feed.ifPresent(UploadFeed::close);
    uploads.ifPresent(LocalUploads::close);
  }

  private static ObjectArrivals.Arrival arrival(String name) {
    return new ObjectArrivals.Arrival(
        new ObjectSummary(
            new ObjectKey("uploads/readings/" + name), 12, new ETag("\"abc\""), START),
        "request",
        "192.0.2.1");
  }

  private JsonNode next() throws InterruptedException {
    return Objects.requireNonNull(handed.poll(60, TimeUnit.SECONDS), "nothing was handed over");
  }

  private static String key(JsonNode event) throws IOException {
    return MAPPER.readTree(event.at("/Records/0/body").asText()).at("/detail/object/key").asText();
  }

  @Test
  void aFileIsToldOfAsS3AndEventBridgeAndSqsDo() throws Exception {
    LocalUploads queue = open();
    queue.arrived(arrival("u1"));
    start(queue, Optional.empty());

    JsonNode event = next();
    assertThat(event.path("Records")).hasSize(1);
    JsonNode record = event.at("/Records/0");
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(record.path("eventSourceARN").asText())
        .isEqualTo("arn:aws:sqs:local:000000000000:tarn-uploads");
    assertThat(record.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
    JsonNode body = MAPPER.readTree(record.path("body").asText());
    assertThat(body.path("id").asText()).hasSize(36);
    JsonNode expected =
        MAPPER.readTree(
            """
            {"version": "0", "id": "%s", "detail-type": "Object Created", "source": "aws.s3",
             "account": "000000000000", "time": "2026-01-31T12:00:00Z", "region": "local",
             "resources": ["arn:aws:s3:::tarn"],
             "detail": {"version": "0", "bucket": {"name": "tarn"},
               "object": {"key": "uploads/readings/u1", "size": 12, "etag": "abc",
                 "sequencer": "188FD04AA7BB7500"},
               "request-id": "request", "requester": "000000000000",
               "source-ip-address": "192.0.2.1", "reason": "PutObject"}}
            """
                .formatted(body.path("id").asText()));
    assertThat(MAPPER.readTree(body.toString()).toString().replaceAll("\"sequencer\":\"\\w+\"", ""))
        .isEqualTo(expected.toString().replaceAll("\"sequencer\":\"\\w+\"", ""));
    assertThat(body.at("/detail/object/sequencer").asText()).matches("[0-9A-F]{16}");
  }

  @Test
  void whatIsWrittenIsTakenOffTheQueueAndOtherObjectsAreNotPutOntoIt() throws Exception {
    LocalUploads queue = open();
    queue.arrived(
        new ObjectArrivals.Arrival(
            new ObjectSummary(new ObjectKey("results/u0"), 1, new ETag("e"), START), "r", "i"));
    queue.arrived(arrival("u1"));
    queue.arrived(arrival("u2"));
    start(queue, Optional.empty());
    assertThat(key(next())).isEqualTo("uploads/readings/u1");
    assertThat(key(next())).isEqualTo("uploads/readings/u2");
    stop();

    try (LocalUploads other = new LocalUploads(lake, "tarn", now::get)) {
      assertThat(other.receive()).isEmpty();
    }
  }

  @Test
  void whatFailsAtOnceComesAgainAfterEverLongerPauses() throws Exception {
    written = event -> !event.at("/Records/0/body").asText().contains("/bad");
    LocalUploads queue = open();
    queue.arrived(arrival("bad"));
    UploadFeed running = start(queue, Optional.empty());
    assertThat(key(next())).endsWith("/bad");

    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      passAnother(queue, running);
      now.set(now.get().plusSeconds(pause).minusMillis(1));
      passAnother(queue, running);
      now.set(now.get().plusMillis(1));
      running.call();
      assertThat(key(next())).endsWith("/bad");
    }
  }

  /// Another message is handed over, for none that is hidden is in its way, and what was handed
  /// over before is done with.
  private void passAnother(LocalUploads queue, UploadFeed running) throws Exception {
    queue.arrived(arrival("good"));
    running.call();
    assertThat(key(next())).endsWith("/good");
  }

  @Test
  void aRunThatUsedUpItsTimeGoesOnAtOnce() throws Exception {
    written =
        event -> {
          now.set(now.get().plus(Duration.ofSeconds(290)));
          return event.at("/Records/0/attributes/ApproximateReceiveCount").asInt() == 4;
        };
    LocalUploads queue = open();
    queue.arrived(arrival("u1"));
    start(queue, Optional.empty());

    for (int i = 1; i <= 4; i++) {
      assertThat(next().at("/Records/0/attributes/ApproximateReceiveCount").asInt()).isEqualTo(i);
    }
  }

  private static Stream<JobState> left() {
    return Stream.of(
        new JobState.Running("gone", START.plus(Duration.ofMinutes(6))),
        new JobState.Queued(START.plusSeconds(10)),
        new JobState.Queued(START));
  }

  @ParameterizedTest
  @MethodSource("left")
  void whatAProcessThatIsGoneWasDoingGoesOnAtOnce(JobState left) throws Exception {
    JobId id = new JobId(new DatasetName("readings"), JobKind.UPLOAD, "u1");
    assertThat(jobs.create(Job.queued(id, "{}", START).with(left))).isTrue();
    try (LocalUploads gone = new LocalUploads(lake, "tarn", now::get)) {
      gone.arrived(arrival("u1"));
      assertThat(gone.receive()).isPresent();
      Files.writeString(gone.file(), "half of a fi");
    }
    AtomicReference<JobState> seen = new AtomicReference<>();
    written =
        event -> {
          seen.set(jobs.find(id).orElseThrow().job().state());
          return true;
        };
    start(open(), Optional.empty());

    assertThat(next().at("/Records/0/attributes/ApproximateReceiveCount").asText()).isEqualTo("2");
    assertThat(seen.get()).isEqualTo(new JobState.Queued(START));
    assertThat(jobs.find(id).orElseThrow().job().attempts()).isZero();
    assertThat(lake.resolve("queue/uploads/arriving")).isEmptyDirectory();
  }

  @Test
  void itsOwnJobsAreLeftAlone() throws Exception {
    JobId id = new JobId(new DatasetName("readings"), JobKind.UPLOAD, "u1");
    JobState running = new JobState.Running("own", START.plus(Duration.ofDays(1)));
    assertThat(jobs.create(Job.queued(id, "{}", START).with(running))).isTrue();
    written = event -> event.at("/Records/0/body").asText().contains("/good");
    LocalUploads queue = open();
    queue.arrived(arrival("u1"));
    UploadFeed fed = start(queue, Optional.empty());
    assertThat(key(next())).endsWith("/u1");
    passAnother(queue, fed);
    now.set(now.get().plusSeconds(1));
    fed.call();
    assertThat(key(next())).endsWith("/u1");

    assertThat(jobs.find(id).orElseThrow().job().state()).isEqualTo(running);
  }

  @Test
  void aRunIsCutOffWhenTheBackendEndsAndItsMessageStays() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    written =
        event -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
            return true;
          } catch (InterruptedException e) {
            return false;
          }
        };
    LocalUploads queue = open();
    queue.arrived(arrival("u1"));
    start(queue, Optional.empty());
    begun.await();
    stop();

    try (LocalUploads other = new LocalUploads(lake, "tarn", now::get)) {
      assertThat(other.receive().orElseThrow().receives()).isEqualTo(2);
    }
  }

  @Test
  void oneProcessHasTheQueueAndWhatArrives() throws Exception {
    Path file = open().file();
    Files.writeString(file, "half of a fi");
    try (LocalUploads other = new LocalUploads(lake, "tarn", now::get)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(other::file)
          .withMessageContaining("another process has the queue of uploads");
      assertThat(other.receive()).isEmpty();
    }
    assertThat(file).exists();
    stop();

    try (LocalUploads next = new LocalUploads(lake, "tarn", now::get)) {
      assertThat(next.receive()).isEmpty();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void whatComesToAStoreByItselfIsFoundOnceUnlessItsJobIsOverOrIsNone() throws Exception {
    LocalUploads queue = open();
    JobId id = new JobId(new DatasetName("readings"), JobKind.UPLOAD, "u1");
    JobId over = new JobId(new DatasetName("readings"), JobKind.UPLOAD, "u2");
    assertThat(jobs.create(Job.queued(id, "{}", START))).isTrue();
    assertThat(jobs.create(Job.queued(over, "{}", START).with(new JobState.Succeeded(START, "{}"))))
        .isTrue();
    for (String name : new String[] {"u1", "u2", "u3", "deeper/u4"}) {
      var _ = store.put(new ObjectKey("uploads/readings/" + name), new byte[3]);
    }
    UploadWatch watch = new UploadWatch(store, jobs, queue, now::get);
    watch.look();
    now.set(now.get().plusSeconds(2));
    watch.look();
    assertThat(queue.receive().orElseThrow().body())
        .contains("\"key\":\"uploads/readings/u1\"", "\"size\":3");
    assertThat(queue.receive()).isEmpty();

    var _ = store.put(new ObjectKey("uploads/readings/u1"), new byte[4]);
    watch.look();
    assertThat(queue.receive()).isEmpty();
    now.set(now.get().plusSeconds(2));
    start(queue, Optional.of(watch));
    assertThat(next().at("/Records/0/body").asText()).contains("\"size\":4");
  }
}
