package dev.tarn.job.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredJobsTest {
  private static final DatasetName DATASET = new DatasetName("earthquakes");
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00.123456789Z");

  private final MemoryStore store =
      new MemoryStore(new ManualClock(Instant.parse("2026-02-01T10:00:00Z")));
  private final StoredJobs jobs = new StoredJobs(store);

  @ParameterizedTest
  @MethodSource("states")
  void comesBackAsItWasKept(JobState state) {
    Job job = new Job(id("daily.2026-01-31"), "{\"a\":1}", NOW, state, 3, "{\"done\":\"ü\"}");

    assertThat(jobs.create(job)).isTrue();

    assertThat(jobs.find(job.id()).orElseThrow().job()).isEqualTo(job);
    assertThat(store.head(new ObjectKey("jobs/earthquakes/export/daily.2026-01-31.json")))
        .isPresent();
  }

  static List<JobState> states() {
    return List.of(
        new JobState.Queued(NOW),
        new JobState.Running("me", NOW),
        new JobState.Succeeded(NOW, "{\"files\":[]}"),
        new JobState.Failed(NOW, "sql-refused", "no such column"));
  }

  @Test
  void ofTwoJobsOfOneIdTheFirstIsKept() {
    Job first = Job.queued(id("a"), "{}", NOW);

    assertThat(jobs.create(first)).isTrue();
    assertThat(jobs.create(Job.queued(id("a"), "{}", NOW.plusSeconds(1)))).isFalse();
    assertThat(jobs.find(id("a")).orElseThrow().job()).isEqualTo(first);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(jobs.find(id("a"))).isEmpty();
  }

  @Test
  void ofTwoChangesToOneStateTheFirstIsKept() {
    assertThat(jobs.create(Job.queued(id("a"), "{}", NOW))).isTrue();
    Jobs.Kept before = jobs.find(id("a")).orElseThrow();
    Job mine = before.job().with(new JobState.Running("me", NOW));

    Jobs.Kept kept = jobs.replace(before, mine).orElseThrow();

    assertThat(jobs.replace(before, before.job().with(new JobState.Running("you", NOW)))).isEmpty();
    assertThat(jobs.find(id("a"))).contains(kept);
    assertThat(jobs.replace(kept, mine.with(new JobState.Succeeded(NOW, "{}")))).isPresent();
  }

  @Test
  void aJobIsNotReplacedByAnother() {
    assertThat(jobs.create(Job.queued(id("a"), "{}", NOW))).isTrue();
    Jobs.Kept before = jobs.find(id("a")).orElseThrow();

    assertThatThrownBy(() -> jobs.replace(before, Job.queued(id("b"), "{}", NOW)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsInTheOrderOfNamesAlsoWhereThatOfKeysDiffers() {
    List<String> names = List.of("a", "a-b", "a.b", "a.k", "b");
    names.reversed().forEach(this::create);
    create(new JobId(DATASET, JobKind.AUDIT, "a"));
    create(new JobId(new DatasetName("earthquakes2"), JobKind.EXPORT, "a"));

    assertThat(listed("", 10)).isEqualTo(names);
    List<String> oneByOne = new ArrayList<>();
    String last = "";
    for (List<String> page = listed(last, 1); !page.isEmpty(); page = listed(last, 1)) {
      last = page.getFirst();
      oneByOne.add(last);
    }
    assertThat(oneByOne).isEqualTo(names);
    assertThat(listed("a.", 2)).containsExactly("a.b", "a.k");
  }

  @Test
  void listsMoreThanOnePageOfTheStore() {
    List<String> names = IntStream.range(10_000, 11_100).mapToObj(Integer::toString).toList();
    names.forEach(this::create);

    assertThat(listed("", 2_000)).isEqualTo(names);
    assertThat(listed("11049", 10)).isEqualTo(names.subList(1_050, 1_060));
  }

  private List<String> listed(String startAfter, int limit) {
    return jobs.list(DATASET, JobKind.EXPORT, startAfter, limit).stream()
        .map(job -> job.id().name())
        .toList();
  }

  private void create(String name) {
    create(id(name));
  }

  private void create(JobId id) {
    assertThat(jobs.create(Job.queued(id, "{}", NOW))).isTrue();
  }

  private static JobId id(String name) {
    return new JobId(DATASET, JobKind.EXPORT, name);
  }
}
