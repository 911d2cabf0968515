package dev.tarn.export.job;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.job.ExportProgress.StagedPart;
import dev.tarn.export.part.PartFile;
import dev.tarn.export.part.PartResultWriter;
import dev.tarn.export.part.Parts;
import dev.tarn.job.JobId;
import dev.tarn.job.JobRun;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/// Writes an export's rows into parts that nobody sees yet.
public final class ExportWriting {
  private final Tables tables;
  private final Querying querying;
  private final DataFileFetcher fetcher;
  private final ScratchSpace scratch;
  private final ObjectStore published;
  private final ExportLimits limits;
  private final InstantSource clock;
  private final Supplier<String> attempts;

  /// All rows of an export, in parts.
  record Written(Schema schema, List<StagedPart> parts) {}

  /// @param fetcher of whole files
  /// @param attempts gives each run a name that no other has, in whatever process
  public ExportWriting(
      Tables tables,
      Querying querying,
      DataFileFetcher fetcher,
      ScratchSpace scratch,
      ObjectStore published,
      ExportLimits limits,
      InstantSource clock,
      Supplier<String> attempts) {
    this.tables = tables;
    this.querying = querying;
    this.fetcher = fetcher;
    this.scratch = scratch;
    this.published = published;
    this.limits = limits;
    this.clock = clock;
    this.attempts = attempts;
  }

  /// Writes what is left after `begun`, or as much of it as there is time for: then it gives empty,
  /// and the job has a checkpoint from which the next run goes on.
  Optional<Written> write(JobRun run, ExportRequest request, ExportProgress.Writing begun) {
    return request.sql().isPresent()
        ? Optional.of(result(run, request, request.sql().get(), begun.version()))
        : slices(run, request, begun);
  }

  private Optional<Written> slices(
      JobRun run, ExportRequest request, ExportProgress.Writing begun) {
    ExportSlices slices = ExportSlices.of(tables, request, begun.version(), limits.partBytes());
    Staging staging = new Staging(run.job().id(), request);
    ExportProgress.Writing done = begun;
    Duration longest = Duration.ZERO;
    for (int number = begun.slices(); number < slices.count(); number++) {
      var start = clock.instant();
      Duration needed = longest.multipliedBy(2).plus(limits.reserve());
      if (number > begun.slices() && start.plus(needed).isAfter(run.deadline())) {
        return Optional.empty();
      }
      List<StagedPart> parts = new ArrayList<>(done.parts());
      try (ScratchSpace.Directory directory = scratch.directory()) {
        slices.write(number, fetcher, directory.path(), part -> parts.add(staging.put(part)));
      }
      done = new ExportProgress.Writing(begun.version(), number + 1, parts);
      run.checkpoint(ProgressJson.write(done));
      Duration took = Duration.between(start, clock.instant());
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return Optional.of(new Written(slices.schema(), done.parts()));
  }

  private Written result(JobRun run, ExportRequest request, String sql, long version) {
    Query query =
        new Query(
            request.creator(),
            sql,
            List.of(),
            Map.of(request.dataset(), new SnapshotTime.AtVersion(version)),
            request.from(),
            request.to(),
            Map.of());
    Staging staging = new Staging(run.job().id(), request);
    List<StagedPart> parts = new ArrayList<>();
    try (ScratchSpace.Directory directory = scratch.directory()) {
      PartResultWriter writer =
          new PartResultWriter(schema ->
              new Parts(
                  request.format(),
                  request.compression(),
                  schema,
                  directory.path(),
                  limits.partBytes(),
                  part -> parts.add(staging.put(part))));
      var _ = querying.answer(query, within(run), writer, OutputStream.nullOutputStream());
      return new Written(writer.schema(), parts);
    }
  }

  /// The definitions of the datasets that the export's SQL reads.
  List<DatasetDefinition> read(ExportRequest request) {
    Query query =
        new Query(
            request.creator(),
            request.sql().orElseThrow(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return querying.check(query, limits.query()).datasets().stream()
        .sorted()
        .flatMap(name -> tables.open(new DatasetName(name)).stream())
        .map(table -> table.snapshot(new SnapshotTime.Latest()).definition())
        .toList();
  }

  private QueryLimits within(JobRun run) {
    Duration left = Duration.between(clock.instant(), run.deadline().minus(limits.reserve()));
    QueryLimits query = limits.query();
    Duration time = left.compareTo(query.time()) < 0 ? left : query.time();
    return new QueryLimits(
        time.isPositive() ? time : Duration.ofSeconds(1),
        query.maxBytes(),
        query.memoryBytes(),
        query.threads(),
        query.temporaryBytes(),
        query.resultRows(),
        query.resultBytes());
  }

  /// Where the parts of one run go.
  private final class Staging {
    private final JobId job;
    private final String suffix;
    private final String attempt = attempts.get();
    private int parts;

    Staging(JobId job, ExportRequest request) {
      this.job = job;
      this.suffix = request.format().suffix(request.compression());
    }

    StagedPart put(PartFile part) {
      ObjectKey key = Publication.staged(job, attempt, ++parts, suffix);
      var _ = published.put(key, content(part.path()));
      return new StagedPart(key, part.rows(), part.bytes(), part.sha256());
    }

    private static byte[] content(Path path) {
      try {
        return Files.readAllBytes(path);
      } catch (IOException e) {
        throw new UncheckedIOException("a part of an export could not be read", e);
      }
    }
  }
}
