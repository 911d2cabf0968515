package dev.tarn.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JobWorkerTest {
  private static final Duration VISIBILITY = Duration.ofMinutes(20);
  private static final int MAX_DELIVERIES = 3;
  private static final Duration TIME = Duration.ofMinutes(10);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-02-01T10:00:00Z"));
  private final MemoryStore store = new MemoryStore(clock);
  private final Jobs jobs = new StoredJobs(store);
  private final List<String> runs = new ArrayList<>();

  @Test
  void anEmptyQueueIsNoWork() {
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isZero();
  }

  @Test
  void runsAllThatIsDueOnce() {
    send("a", Duration.ZERO);
    send("b", Duration.ZERO);
    send("later", Duration.ofSeconds(30));

    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(2);

    assertThat(runs).containsExactlyInAnyOrder("a", "b");
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isZero();
    clock.pass(Duration.ofSeconds(30));
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(1);
    clock.pass(VISIBILITY);
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isZero();
    assertThat(queue(store).dead()).isEmpty();
  }

  @Test
  void aJobThatGoesOnManyTimesIsNeverPutAside() {
    send("long", Duration.ZERO);

    for (int i = 0; i < MAX_DELIVERIES * 4; i++) {
      assertThat(runDue(run -> new JobOutcome.Unfinished(Duration.ofMinutes(1)))).isEqualTo(1);
      assertThat(runDue(run -> new JobOutcome.Unfinished(Duration.ofMinutes(1)))).isZero();
      clock.pass(Duration.ofMinutes(1));
    }
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(1);

    assertThat(runs).hasSize(MAX_DELIVERIES * 4 + 1);
    assertThat(queue(store).dead()).isEmpty();
    assertThat(job("long").state()).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void aJobThatGoesOnAtOnceDoesSoUntilTheDeadline() {
    send("restless", Duration.ZERO);

    int done =
        runDue(run -> {
          assertThat(run.deadline()).isEqualTo(Instant.parse("2026-02-01T10:10:00Z"));
          clock.pass(Duration.ofMinutes(3));
          return new JobOutcome.Unfinished(Duration.ZERO);
        });

    assertThat(done).isEqualTo(4);
    assertThat(runs).hasSize(4);
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(1);
  }

  @Test
  void nothingIsReceivedOnceTheDeadlineIsReached() {
    send("a", Duration.ZERO);

    assertThat(worker(store, run -> new JobOutcome.Done("{}")).runDue(clock.instant())).isZero();

    assertThat(runs).isEmpty();
    assertThat(queue(store).receive(1))
        .extracting(JobQueue.Delivery::deliveries)
        .containsExactly(1);
  }

  @Test
  void aMessageWhoseSuccessorCannotBeSentStays() {
    send("a", Duration.ZERO);
    AtomicInteger puts = new AtomicInteger();
    FaultyStore failing =
        new FaultyStore(
            store,
            call -> {
              // The first put hides the message; the second would be the next message.
              if (call.operation().equals("put")
                  && !call.answered()
                  && puts.incrementAndGet() == 2) {
                throw new StoreException("gone");
              }
            });
    JobWorker worker = worker(failing, run -> new JobOutcome.Unfinished(Duration.ofMinutes(1)));

    assertThatThrownBy(() -> worker.runDue(clock.instant().plus(TIME)))
        .isInstanceOf(StoreException.class);

    clock.pass(VISIBILITY);
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(1);
    assertThat(job("a").state()).isInstanceOf(JobState.Succeeded.class);
  }

  @Test
  void aMessageThatComesAgainAfterItsSuccessorWasSentDoesNoHarm() {
    send("a", Duration.ZERO);
    FaultyStore failing =
        new FaultyStore(
            store,
            call -> {
              if (call.operation().equals("delete") && !call.answered()) {
                throw new StoreException("gone");
              }
            });
    JobWorker worker = worker(failing, run -> new JobOutcome.Unfinished(Duration.ofMinutes(1)));

    assertThatThrownBy(() -> worker.runDue(clock.instant().plus(TIME)))
        .isInstanceOf(StoreException.class);

    clock.pass(VISIBILITY);
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isEqualTo(2);
    assertThat(runs).containsExactly("a", "a");
    clock.pass(VISIBILITY);
    assertThat(runDue(run -> new JobOutcome.Done("{}"))).isZero();
  }

  private void send(String name, Duration delay) {
    assertThat(jobs.create(Job.queued(id(name), "{}", clock.instant()))).isTrue();
    queue(store).send(id(name), delay);
  }

  private Job job(String name) {
    return jobs.find(id(name)).orElseThrow().job();
  }

  private int runDue(Function<JobRun, JobOutcome> body) {
    return worker(store, body).runDue(clock.instant().plus(TIME));
  }

  /// The queue is in `over`; the jobs are in the store without its faults.
  private JobWorker worker(ObjectStore over, Function<JobRun, JobOutcome> body) {
    JobWork work =
        new JobWork() {
          @Override
          public JobKind kind() {
            return JobKind.EXPORT;
          }

          @Override
          public JobOutcome run(JobRun run) {
            runs.add(run.job().id().name());
            return body.apply(run);
          }
        };
    JobRunner runner =
        new JobRunner(jobs, List.of(work), clock, JobLimits.DEFAULT, () -> "owner-" + runs.size());
    return new JobWorker(queue(over), runner, clock);
  }

  private StoredJobQueue queue(ObjectStore over) {
    return new StoredJobQueue(over, clock, VISIBILITY, MAX_DELIVERIES);
  }

  private static JobId id(String name) {
    return new JobId(new DatasetName("earthquakes"), JobKind.EXPORT, name);
  }
}
