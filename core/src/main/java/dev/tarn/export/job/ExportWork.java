package dev.tarn.export.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.Manifest;
import dev.tarn.export.PublishedPaths;
import dev.tarn.export.job.ExportProgress.StagedPart;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobOutcome;
import dev.tarn.job.JobRun;
import dev.tarn.job.JobWork;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the jobs of exports: settles which version it reads, writes its rows into parts that nobody
/// sees, keeps the list of these, and publishes them by it.
///
/// The list is kept once, on the condition that the job is still this run's, and nothing is
/// published before; so whoever publishes, and how often, publishes the same. Records as they are
/// are written in slices of the table's files, of which a later run does those that are left; the
/// result of SQL is written in one run, or elsewhere if it is too large for that.
public final class ExportWork implements JobWork {
  private static final Logger LOG = LoggerFactory.getLogger(ExportWork.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final Tables tables;
  private final ExportWriting writing;
  private final Optional<LargeExports> large;
  private final Publication publication;
  private final Metrics metrics;

  /// Exports what `tables` have into `published`.
  ///
  /// @param large does what one run cannot do; without it that fails
  public ExportWork(
      Tables tables,
      ExportWriting writing,
      Optional<LargeExports> large,
      ObjectStore published,
      Metrics metrics) {
    this.tables = tables;
    this.writing = writing;
    this.large = large;
    this.publication = new Publication(published);
    this.metrics = metrics;
  }

  /// What the keys of parts start with that exports of the dataset have not published.
  public static String stagingPrefix(DatasetName dataset) {
    return Publication.staging(dataset);
  }

  @Override
  public JobKind kind() {
    return JobKind.EXPORT;
  }

  @Override
  public JobOutcome run(JobRun run) {
    ExportRequest request = RequestJson.read(run.job().request());
    ExportProgress progress = ProgressJson.read(run.job().progress());
    if (progress instanceof ExportProgress.Begun) {
      progress = new ExportProgress.Writing(version(request), 0, List.of());
      run.checkpoint(ProgressJson.write(progress));
    }
    return switch (progress) {
      case ExportProgress.Begun _ -> throw new IllegalStateException("the export has begun");
      case ExportProgress.Writing writing -> write(run, request, writing);
      case ExportProgress.Unloading unloading -> unload(run, request, unloading);
      case ExportProgress.Publishing publishing -> publish(run, publishing);
    };
  }

  private JobOutcome write(JobRun run, ExportRequest request, ExportProgress.Writing begun) {
    Optional<ExportWriting.Written> written;
    try {
      written = writing.write(run, request, begun);
    } catch (ProblemException e) {
      if (!isTooLarge(e.problem()) || large.filter(it -> it.canUnload(request)).isEmpty()) {
        throw e;
      }
      LOG.info("export {} is run elsewhere: {}", run.job().id(), e.problem().detail());
      run.checkpoint(ProgressJson.write(new ExportProgress.Unloading(begun.version(), 1, "")));
      return new JobOutcome.Unfinished(Duration.ZERO);
    }
    return written.isEmpty()
        ? new JobOutcome.Unfinished(Duration.ZERO)
        : publish(run, publishing(run, request, begun.version(), written.get()));
  }

  private static boolean isTooLarge(Problem problem) {
    return problem instanceof Problem.QueryTooLarge || problem instanceof Problem.QueryTimeout;
  }

  private JobOutcome unload(JobRun run, ExportRequest request, ExportProgress.Unloading unloading) {
    LargeExports elsewhere =
        large.orElseThrow(() -> new IllegalStateException("exports are run nowhere else here"));
    Optional<ExportWriting.Written> written = elsewhere.unload(run, request, writing.read(request));
    return written.isEmpty()
        ? new JobOutcome.Unfinished(LOOK_AGAIN)
        : publish(run, publishing(run, request, unloading.version(), written.get()));
  }

  private long version(ExportRequest request) {
    return table(request).snapshot(new SnapshotTime.Latest()).version();
  }

  private Table table(ExportRequest request) {
    return tables
        .open(request.dataset())
        .orElseThrow(() -> new Problem.UnknownDataset(request.dataset().value()).exception());
  }

  /// Keeps what is to be published, from where on it is.
  private ExportProgress.Publishing publishing(
      JobRun run, ExportRequest request, long version, ExportWriting.Written written) {
    PublishedPaths paths = new PublishedPaths(request);
    String suffix = request.format().suffix(request.compression());
    List<Manifest.Part> parts = new ArrayList<>();
    List<ObjectKey> staged = new ArrayList<>();
    for (StagedPart part : written.parts()) {
      ObjectKey place = paths.part(parts.size() + 1, suffix);
      parts.add(new Manifest.Part(place.value(), part.rows(), part.bytes(), part.sha256()));
      staged.add(part.key());
    }
    ExportProgress.Publishing publishing =
        new ExportProgress.Publishing(
            new Manifest(
                request,
                version,
                written.schema().toString(),
                parts,
                publication.newest(request),
                run.job().created()),
            staged);
    run.checkpoint(ProgressJson.write(publishing));
    return publishing;
  }

  private JobOutcome publish(JobRun run, ExportProgress.Publishing publishing) {
    Manifest manifest = publishing.manifest();
    try {
      publication.publish(manifest, publishing.staged());
    } catch (ObjectNotFoundException e) {
      if (!publication.isPublished(manifest)) {
        // They were kept for days while the export failed, and nobody can publish them any more.
        LOG.warn("parts of export {} are gone; it begins anew", run.job().id(), e);
        run.checkpoint(ProgressJson.write(new ExportProgress.Begun()));
        return new JobOutcome.Unfinished(Duration.ZERO);
      }
      // A worker that this run took over from went on, and was done first.
      publication.publish(manifest, publishing.staged());
    }
    publication.clear(run.job().id());
    metrics.record(
        manifest.request().dataset().value(),
        List.of(
            Metric.EXPORTS.of(1),
            Metric.EXPORT_ROWS.of(manifest.rows()),
            Metric.EXPORT_PARTS.of(manifest.parts().size()),
            Metric.EXPORT_BYTES.of(manifest.bytes())));
    return new JobOutcome.Done(ResultJson.write(ExportResult.of(manifest)));
  }
}
