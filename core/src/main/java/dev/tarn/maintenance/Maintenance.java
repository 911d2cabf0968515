package dev.tarn.maintenance;

import dev.tarn.access.Principal;
import dev.tarn.access.SeenDatasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.Jobs;
import dev.tarn.problem.Problem;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Starts jobs that keep datasets in order, when somebody asks for them and when it is time.
public final class Maintenance {
  /// The kinds of jobs that maintain a dataset.
  public static final Set<JobKind> KINDS = Set.of(JobKind.COMPACT, JobKind.EXPIRE, JobKind.AUDIT);

  /// All that such a job is told is in its id.
  private static final String REQUEST = "{}";

  private final Tables tables;
  private final Jobs jobs;
  private final JobQueue queue;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// @param ids gives each request a text of its own, of letters and digits
  public Maintenance(
      Tables tables, Jobs jobs, JobQueue queue, InstantSource clock, Supplier<String> ids) {
    this.tables = tables;
    this.jobs = jobs;
    this.queue = queue;
    this.clock = clock;
    this.ids = ids;
  }

  /// Starts a job of each of `kinds` on the dataset. Throws [Problem.UnknownDataset], and
  /// [IllegalArgumentException] for kinds that are not among [#KINDS].
  public List<JobId> start(DatasetName dataset, Set<JobKind> kinds) {
    // Of a damaged table too, which cannot be opened.
    if (!tables.list().contains(dataset)) {
      throw new Problem.UnknownDataset(dataset.value()).exception();
    }
    String name = JobId.stamp(clock.instant()) + "-" + ids.get();
    List<JobId> started = new ArrayList<>();
    for (JobKind kind : kinds.stream().sorted().toList()) {
      started.add(start(new JobId(dataset, kind, name)));
    }
    return started;
  }

  /// Starts a job of `kind` on every dataset, at most one for each `time`, however often this is
  /// called with it. Gives how many datasets there are.
  public int startAll(JobKind kind, Instant time) {
    List<DatasetName> datasets = tables.list();
    for (DatasetName dataset : datasets) {
      var _ = start(new JobId(dataset, kind, JobId.stamp(time)));
    }
    return datasets.size();
  }

  private JobId start(JobId id) {
    if (!KINDS.contains(id.kind())) {
      throw new IllegalArgumentException(id + " does not maintain a dataset");
    }
    // A job that is there already may have lost its message; one that is over does nothing again.
    var _ = jobs.create(Job.queued(id, REQUEST, clock.instant()));
    queue.send(id, Duration.ZERO);
    return id;
  }

  /// Starts a job that tries the dataset's rejected records again, as `request` says, in the form
  /// that the job takes. Throws [Problem.UnknownDataset], and [Problem.Forbidden] unless `writer`
  /// sees all rows of the dataset, as its rejected records may be anybody's.
  public JobId startReplay(Principal writer, DatasetName dataset, String request) {
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    new SeenDatasets(tables, writer).requireWhole(table);
    JobId id = new JobId(dataset, JobKind.REPLAY, JobId.stamp(clock.instant()) + "-" + ids.get());
    var _ = jobs.create(Job.queued(id, request, clock.instant()));
    queue.send(id, Duration.ZERO);
    return id;
  }

  /// The job of that id, of whatever kind. Throws [Problem.UnknownJob] if there is none, or
  /// `reader` must not know of its dataset, and [Problem.Forbidden] where they may not maintain
  /// that.
  public Job find(Principal reader, String id) {
    Job job =
        JobId.parse(id)
            .filter(name -> reader.maySee(name.dataset().value()))
            .flatMap(jobs::find)
            .map(Jobs.Kept::job)
            .orElseThrow(() -> new Problem.UnknownJob(id).exception());
    reader.requireAdminister(job.id().dataset().value());
    return job;
  }

  /// The kind that a request names, if it is one of [#KINDS].
  public static Optional<JobKind> parse(String label) {
    return JobKind.parse(label).filter(KINDS::contains);
  }
}
