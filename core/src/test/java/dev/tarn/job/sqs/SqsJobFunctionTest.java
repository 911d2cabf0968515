package dev.tarn.job.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobRunner;
import dev.tarn.job.JobState;
import dev.tarn.job.JobWork;
import dev.tarn.job.JobWorker;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ManualClock;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SqsJobFunctionTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private final Instant deadline = clock.instant().plus(Duration.ofMinutes(10));
  private final StoredJobs jobs = new StoredJobs(new MemoryStore(clock));
  private final SentJobs sent = new SentJobs();
  private final List<String> runs = new ArrayList<>();
  private final Map<String, Function<JobRun, JobOutcome>> bodies = new HashMap<>();

  @Test
  void aBatchOfNothingIsAnsweredWithNoFailures() throws IOException {
    assertThat(answer(event())).isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void finishedJobsAreTakenOffTheQueue() throws IOException {
    job(
        "a",
        run -> {
          assertThat(run.deadline()).isEqualTo(deadline);
          return new JobOutcome.Done("{}");
        });
    job(
        "b",
        run -> {
          throw new Problem.SqlRefused("no").exception();
        });

    assertThat(answer(event(message("1", id("a")), message("2", id("b")), message("3", id("c")))))
        .isEqualTo("{\"batchItemFailures\":[]}");

    assertThat(runs).containsExactly("a", "b");
    assertThat(sent.all).isEmpty();
    assertThat(state("a")).isInstanceOf(JobState.Succeeded.class);
    assertThat(state("b")).isInstanceOf(JobState.Failed.class);
  }

  @Test
  void aJobThatGoesOnGetsAMessageOfItsOwn() throws IOException {
    job("long", run -> new JobOutcome.Unfinished(Duration.ofMinutes(2)));
    job(
        "failing",
        run -> {
          throw new IllegalStateException("once");
        });

    assertThat(answer(event(message("1", id("long")), message("2", id("failing")))))
        .isEqualTo("{\"batchItemFailures\":[]}");

    assertThat(sent.all)
        .containsExactly(
            Map.entry(id("long"), Duration.ofMinutes(2)),
            Map.entry(id("failing"), JobLimits.DEFAULT.firstBackoff()));
  }

  @Test
  void aJobThatCouldNotBeSentAnewFailsItsMessageAlone() throws IOException {
    job("a", run -> new JobOutcome.Unfinished(Duration.ofMinutes(2)));
    job("b", run -> new JobOutcome.Unfinished(Duration.ofMinutes(2)));
    job("c", run -> new JobOutcome.Unfinished(Duration.ofMinutes(2)));
    sent.refused.add("b");

    assertThat(failures(event(message("1", id("a")), message("2", id("b")), message("3", id("c")))))
        .containsExactly("2");

    assertThat(sent.all).extracting(entry -> entry.getKey().name()).containsExactly("a", "c");
  }

  @Test
  void jobsThatThereIsNoTimeForAreNotRun() throws IOException {
    job(
        "a",
        run -> {
          clock.pass(Duration.ofMinutes(10));
          return new JobOutcome.Done("{}");
        });
    job("b", run -> new JobOutcome.Done("{}"));

    assertThat(
            failures(
                event(
                    message("1", id("a")),
                    message("2", id("b")),
                    message("3", "poison"),
                    message("4", id("b")))))
        .containsExactly("2", "3", "4");

    assertThat(runs).containsExactly("a");
    assertThat(state("b")).isInstanceOf(JobState.Queued.class);
  }

  @Test
  void messagesThatNameNoJobFail() throws IOException {
    job("a", run -> new JobOutcome.Done("{}"));

    assertThat(
            failures(
                event(
                    message("1", ""),
                    message("2", id("a") + "\n"),
                    message("3", id("a")),
                    message("4", "earthquakes.export.x".repeat(50_000)),
                    message("5", "{\"job\":\"" + id("a") + "\"}"))))
        .containsExactly("1", "2", "4", "5");

    assertThat(runs).containsExactly("a");
  }

  @Test
  void aRunThatEndsInAnErrorFailsItsMessageAlone() throws IOException {
    job(
        "a",
        run -> {
          throw new StackOverflowError();
        });
    job("b", run -> new JobOutcome.Done("{}"));

    assertThat(failures(event(message("1", id("a")), message("2", id("b"))))).containsExactly("1");

    assertThat(state("b")).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void aMessageThatCameTwiceRunsItsJobOnce() throws IOException {
    job("a", run -> new JobOutcome.Done("{}"));

    assertThat(failures(event(message("1", id("a")), message("1", id("a"))))).isEmpty();

    assertThat(runs).containsExactly("a");
  }

  @Test
  void aWholeBatchOfAStandardQueueIsTaken() throws IOException {
    ObjectNode[] messages = new ObjectNode[10_000];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = message("m" + i, i % 2 == 0 ? "poison" : id("none").toString());
    }

    assertThat(failures(event(messages))).hasSize(5_000);
  }

  @Test
  void otherDocumentsAreRefusedWithThePlaceAtFault() {
    refused("", "must be a JSON object");
    refused("{\"Records\":[", "not JSON");
    refused("[]", "must be a JSON object");
    refused("{}", "no array of records", "/Records");
    refused("{\"Records\":{}}", "no array of records", "/Records");
    refused("{\"Records\":[1]}", "no text there", "/Records/0/eventSource");
    refused("{\"Records\":[],\"Records\":[]}", "Duplicate");
    refused("{\"Records\":" + "[".repeat(100), "depth");
    refused(with(record -> record.put("eventSource", "aws:s3")), "not of SQS", "eventSource");
    refused(with(record -> record.remove("messageId")), "no text there", "messageId");
    refused(with(record -> record.put("messageId", "")), "has no id", "messageId");
    refused(with(record -> record.put("messageId", "x".repeat(101))), "101 char", "messageId");
    refused(with(record -> record.put("body", 7)), "no text there", "body");
    refused(with(record -> record.putNull("body")), "no text there", "body");
    refused(with(record -> record.put("body", "x".repeat(1_048_577))), "more than", "body");
    refused(with(record -> record.remove("receiptHandle")), "no text there", "receiptHandle");
    refused(with(record -> record.remove("eventSourceARN")), "no text there", "eventSourceARN");
    for (String count : List.of("0", "-1", "", "1e3", "99999999999")) {
      refused(
          with(record -> record.putObject("attributes").put("ApproximateReceiveCount", count)),
          "'" + count + "' is no count",
          "ApproximateReceiveCount");
    }
    refused("{\"Records\":[" + "1,".repeat(10_000) + "1]}", "10001 records", "/Records");
    refused(" ".repeat(6 * 1024 * 1024 + 1), "more than 6291456 bytes", "");
    assertThat(runs).isEmpty();
  }

  private void refused(String event, String detail) {
    refused(event, detail, "");
  }

  private void refused(String event, String detail, String pointer) {
    assertThatThrownBy(() -> answer(event))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().detail()).contains(detail);
              assertThat(e.problem().place().flatMap(place -> place.pointer()).orElse(""))
                  .endsWith(pointer);
            });
  }

  private static String with(Consumer<ObjectNode> change) {
    ObjectNode message = message("1", id("a"));
    change.accept(message);
    return event(message);
  }

  private List<String> failures(String event) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode failure : MAPPER.readTree(answer(event)).path("batchItemFailures")) {
      ids.add(failure.path("itemIdentifier").asText());
    }
    return ids;
  }

  private String answer(String event) throws IOException {
    JobWork work =
        new JobWork() {
          @Override
          public JobKind kind() {
            return JobKind.EXPORT;
          }

          @Override
          public JobOutcome run(JobRun run) {
            String name = run.job().id().name();
            runs.add(name);
            return bodies.getOrDefault(name, _ -> new JobOutcome.Done("{}")).apply(run);
          }
        };
    JobRunner runner =
        new JobRunner(jobs, List.of(work), clock, JobLimits.DEFAULT, () -> "owner-" + runs.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SqsJobFunction(new JobWorker(sent, runner, clock))
        .handle(new ByteArrayInputStream(event.getBytes(UTF_8)), out, deadline);
    return out.toString(UTF_8);
  }

  private void job(String name, Function<JobRun, JobOutcome> body) {
    assertThat(jobs.create(Job.queued(id(name), "{}", clock.instant()))).isTrue();
    bodies.put(name, body);
  }

  private JobState state(String name) {
    return jobs.find(id(name)).orElseThrow().job().state();
  }

  private static JobId id(String name) {
    return new JobId(new DatasetName("earthquakes"), JobKind.EXPORT, name);
  }

  private static ObjectNode message(String messageId, Object body) {
    ObjectNode message = MAPPER.createObjectNode();
    message
        .put("messageId", messageId)
        .put("receiptHandle", "handle-" + messageId)
        .put("body", body.toString())
        .put("md5OfBody", "0")
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", "arn:aws:sqs:eu-central-1:123456789012:jobs")
        .put("awsRegion", "eu-central-1");
    message.putObject("attributes").put("ApproximateReceiveCount", "1").put("SenderId", "x");
    message.putObject("messageAttributes");
    return message;
  }

  private static String event(ObjectNode... messages) {
    ObjectNode event = MAPPER.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (ObjectNode message : messages) {
      records.add(message);
    }
    return event.toString();
  }

  /// A queue that is only sent to, and refuses some jobs.
  private static final class SentJobs implements JobQueue {
    private final List<Map.Entry<JobId, Duration>> all = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();

    @Override
    public void send(JobId job, Duration delay) {
      if (refused.contains(job.name())) {
        throw new StoreException("no");
      }
      all.add(Map.entry(job, delay));
    }

    @Override
    public List<Delivery> receive(int most) {
      throw new AssertionError("the function's messages come in its event");
    }

    @Override
    public void acknowledge(Delivery delivery) {
      throw new AssertionError("the function's answer acknowledges");
    }

    @Override
    public void postpone(Delivery delivery, Duration delay) {
      throw new AssertionError("the function's answer postpones");
    }
  }
}
