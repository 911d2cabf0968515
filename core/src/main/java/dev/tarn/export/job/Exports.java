package dev.tarn.export.job;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.digest.Sha256;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.ExportWindow;
import dev.tarn.export.Schedules;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobQueue;
import dev.tarn.job.Jobs;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Takes requests for single exports, and tells what became of exports of all kinds.
public final class Exports {
  /// The most exports that [#list] gives.
  public static final int MAX_LIST = 1_000;

  private static final ExportName UNNAMED = new ExportName("export");
  private static final int KEY_HASH_BYTES = 12;

  private final Jobs jobs;
  private final JobQueue queue;
  private final Schedules schedules;
  private final ExportSql sql;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// What somebody asks for.
  ///
  /// @param creator who asks
  /// @param name what it is published under; empty for `export`
  /// @param from no event before it is exported
  /// @param to no event at or after it is exported
  /// @param idempotencyKey the same key asks for the same export, however often
  public record Asked(
      Principal creator,
      DatasetName dataset,
      Optional<ExportName> name,
      ExportFormat format,
      ExportCompression compression,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> sql,
      Optional<String> idempotencyKey) {}

  /// @param ids gives each export a text of its own, of letters and digits
  public Exports(
      Jobs jobs,
      JobQueue queue,
      Schedules schedules,
      ExportSql sql,
      InstantSource clock,
      Supplier<String> ids) {
    this.jobs = jobs;
    this.queue = queue;
    this.schedules = schedules;
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /// Starts the export, or finds the one that was started with the same key. Throws
  /// [Problem.UnknownDataset], [Problem.SqlRefused] and [Problem.ScheduleConflict] for a name that
  /// a schedule has, and [Problem.IdempotencyKeyReused].
  public JobId start(Asked asked) {
    ExportName name = asked.name().orElse(UNNAMED);
    Principal creator = sql.check(asked.creator(), asked.dataset(), asked.sql());
    if (schedules.find(asked.dataset(), name).isPresent()) {
      throw new Problem.ScheduleConflict(
              "'" + name + "' is the name of a schedule; choose another one",
              Optional.of(Place.pointer("/name")))
          .exception();
    }
    Instant now = clock.instant();
    ExportRequest request = request(asked, creator, name, label(asked, now), now);
    JobId id = JobIds.of(request);
    if (!jobs.create(Job.queued(id, RequestJson.write(request), now))) {
      requireSame(asked, request, id);
    }
    queue.send(id, Duration.ZERO);
    return id;
  }

  private static ExportRequest request(
      Asked asked, Principal creator, ExportName name, String label, Instant now) {
    boolean bounded = asked.from().isPresent() || asked.to().isPresent();
    return new ExportRequest(
        asked.dataset(),
        name,
        new ExportWindow(label, asked.from(), asked.to()),
        bounded ? ExportMode.WINDOW : ExportMode.FULL,
        OptionalLong.empty(),
        asked.format(),
        asked.compression(),
        asked.sql(),
        now,
        creator);
  }

  private void requireSame(Asked asked, ExportRequest request, JobId id) {
    ExportRequest first =
        jobs.find(id).map(kept -> RequestJson.read(kept.job().request())).orElse(request);
    if (!request(asked, request.creator(), first.name(), first.window().label(), first.order())
        .equals(first)) {
      throw new Problem.IdempotencyKeyReused(asked.idempotencyKey().orElse("")).exception();
    }
  }

  private String label(Asked asked, Instant now) {
    return asked
        .idempotencyKey()
        .map(key -> "key-" + Sha256.prefixOf(key, KEY_HASH_BYTES))
        .orElseGet(() -> JobId.stamp(now) + "-" + ids.get());
  }

  /// The export of that id. Throws [Problem.UnknownExport] if there is none, or `reader` must not
  /// know of its dataset, and [Problem.Forbidden] if they may not read all of that.
  public Job find(Principal reader, String id) {
    Job export =
        JobId.parse(id)
            .filter(job -> job.kind() == JobKind.EXPORT)
            .filter(job -> reader.maySee(job.dataset().value()))
            .flatMap(jobs::find)
            .map(Jobs.Kept::job)
            .filter(job -> isToldTo(reader, job))
            .orElseThrow(() -> new Problem.UnknownExport(id).exception());
    sql.requireWhole(reader, export.id().dataset());
    return export;
  }

  private static boolean isToldTo(Principal reader, Job job) {
    return ExportSql.isToldTo(reader, RequestJson.read(job.request()).creator());
  }

  /// Some of a dataset's exports.
  ///
  /// @param next of what id to go on after; empty if there are no more
  public record Page(List<Job> exports, Optional<JobId> next) {
    /// Copies its exports.
    public Page {
      exports = List.copyOf(exports);
    }
  }

  /// The dataset's exports by name and window, of `limit` of them those that `reader` may be told
  /// of, after `startAfter`, which is the part of an id after the kind; empty for the first ones.
  /// Throws [Problem.UnknownDataset], and [Problem.Forbidden] where `reader` may not read all of
  /// the dataset.
  public Page list(Principal reader, DatasetName dataset, String startAfter, int limit) {
    sql.requireWhole(reader, dataset);
    List<Job> page = jobs.list(dataset, JobKind.EXPORT, startAfter, limit);
    return new Page(
        page.stream().filter(job -> isToldTo(reader, job)).toList(),
        page.size() == limit ? Optional.of(page.getLast().id()) : Optional.empty());
  }
}
