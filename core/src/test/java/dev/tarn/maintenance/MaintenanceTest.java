package dev.tarn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.job.ExportLake;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
  private static final Instant TIME = Instant.parse("2026-01-31T02:15:00Z");

  private final ExportLake.Worker worker;
  private final Maintenance maintenance;

  MaintenanceTest(@TempDir Path scratch) {
    ExportLake lake = new ExportLake(scratch);
    worker = lake.process(lake.store);
    maintenance = new Maintenance(lake.tables, worker.jobs, worker.queue, lake.clock, () -> "x");
  }

  private List<JobId> jobs(JobKind kind) {
    return worker.jobs.list(ExportLake.READINGS, kind, "", 10).stream()
        .map(job -> job.id())
        .toList();
  }

  @Test
  void aTimeStartsOneJobForEachDatasetHoweverOftenItIsTold() {
    assertThat(maintenance.startAll(JobKind.COMPACT, TIME)).isEqualTo(1);
    assertThat(maintenance.startAll(JobKind.COMPACT, TIME)).isEqualTo(1);

    assertThat(jobs(JobKind.COMPACT)).hasSize(1);
    assertThat(worker.queue.receive(10).stream().map(JobQueue.Delivery::job).distinct().toList())
        .isEqualTo(jobs(JobKind.COMPACT));
  }

  @Test
  void anotherTimeIsAnotherJob() {
    var _ = maintenance.startAll(JobKind.AUDIT, TIME);
    var _ = maintenance.startAll(JobKind.AUDIT, TIME.plusSeconds(86_400));

    assertThat(jobs(JobKind.AUDIT)).hasSize(2);
  }

  @Test
  void aTimeThatComesAgainLeavesAJobThatIsOverAsItIs() {
    var _ = maintenance.startAll(JobKind.EXPIRE, TIME);
    Jobs.Kept kept = worker.jobs.find(jobs(JobKind.EXPIRE).getFirst()).orElseThrow();
    JobState done = new JobState.Succeeded(TIME, "{}");
    assertThat(worker.jobs.replace(kept, kept.job().with(done))).isPresent();

    var _ = maintenance.startAll(JobKind.EXPIRE, TIME);

    assertThat(worker.jobs.find(kept.job().id()).orElseThrow().job().state()).isEqualTo(done);
  }

  @Test
  void jobsThatAreAskedForAreStartedInOrder() {
    List<JobId> started =
        maintenance.start(ExportLake.READINGS, EnumSet.of(JobKind.AUDIT, JobKind.COMPACT));

    assertThat(started).extracting(JobId::kind).containsExactly(JobKind.COMPACT, JobKind.AUDIT);
    assertThat(started)
        .allSatisfy(id ->
            assertThat(maintenance.find(Principal.withoutToken(), id.toString()).attempts())
                .isZero());
  }

  @Test
  void onlyMaintenanceIsStarted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> maintenance.start(ExportLake.READINGS, Set.of(JobKind.EXPORT)));
    assertThat(Maintenance.parse("export")).isEmpty();
    assertThat(Maintenance.parse("nonsense")).isEmpty();
    assertThat(Maintenance.parse("audit")).contains(JobKind.AUDIT);
    assertThat(worker.jobs.list(new DatasetName("readings"), JobKind.EXPORT, "", 10)).isEmpty();
  }
}
