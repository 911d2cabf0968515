package dev.tarn.export.job;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.digest.Sha256;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.UnloadRequest;
import dev.tarn.export.UnloadState;
import dev.tarn.export.Unloading;
import dev.tarn.export.job.ExportProgress.StagedPart;
import dev.tarn.export.part.PartFile;
import dev.tarn.job.JobId;
import dev.tarn.job.JobRun;
import dev.tarn.parquet.UnloadedFile;
import dev.tarn.problem.Problem;
import dev.tarn.query.ScratchSpace;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the SQL of exports that are too large for one function run elsewhere, and takes over what
/// that wrote. It runs on the table as it is then, which may be newer than the version that the
/// export's manifest names.
public final class LargeExports {
  private static final Logger LOG = LoggerFactory.getLogger(LargeExports.class);
  private static final int MOST_TRIES = 3;
  private static final int TOKEN_BYTES = 32;
  private static final int CHUNK_BYTES = 8 << 20;

  private final Unloading unloading;
  private final ObjectStore published;
  private final ScratchSpace scratch;

  /// Runs SQL with `unloading`, which writes into `published`.
  public LargeExports(Unloading unloading, ObjectStore published, ScratchSpace scratch) {
    this.unloading = unloading;
    this.published = published;
    this.scratch = scratch;
  }

  /// Whether the export can be run elsewhere: other formats than Parquet would not be as those that
  /// Tarn writes.
  boolean canUnload(ExportRequest request) {
    return request.sql().isPresent() && request.format() == ExportFormat.PARQUET;
  }

  /// Goes on with it: empty while it runs.
  ///
  /// @param read the datasets that the SQL reads
  Optional<ExportWriting.Written> unload(
      JobRun run, ExportRequest request, List<DatasetDefinition> read) {
    ExportProgress.Unloading progress =
        (ExportProgress.Unloading) ProgressJson.read(run.job().progress());
    ObjectKey prefix = prefix(run.job().id(), progress.tries());
    if (progress.execution().isEmpty()) {
      String execution =
          unloading.start(
              new UnloadRequest(
                  token(run, progress.tries()), sql(request, read), prefix, request.compression()));
      progress = new ExportProgress.Unloading(progress.version(), progress.tries(), execution);
      run.checkpoint(ProgressJson.write(progress));
    }
    return switch (unloading.state(progress.execution())) {
      case UnloadState.Running _ -> Optional.empty();
      case UnloadState.Succeeded(long scanned, Duration took) -> {
        LOG.info("export {} was run elsewhere in {}: {} bytes", run.job().id(), took, scanned);
        yield Optional.of(written(prefix));
      }
      case UnloadState.Failed(String reason, boolean retryable) -> {
        if (!retryable || progress.tries() >= MOST_TRIES) {
          throw new Problem.SqlRefused(
                  "the export was too large for one function, and failed"
                      + " where large ones are run: "
                      + reason)
              .exception();
        }
        run.checkpoint(
            ProgressJson.write(
                new ExportProgress.Unloading(progress.version(), progress.tries() + 1, "")));
        yield Optional.empty();
      }
    };
  }

  /// The SQL over the datasets' records of the window alone.
  private static String sql(ExportRequest request, List<DatasetDefinition> read) {
    String sql = request.sql().orElseThrow();
    if (request.from().isEmpty() && request.to().isEmpty()) {
      return sql;
    }
    List<String> views = new ArrayList<>();
    for (DatasetDefinition definition : read) {
      String time = quoted(definition.eventTime());
      List<String> bounds = new ArrayList<>();
      request.from().ifPresent(from -> bounds.add(time + " >= " + instant(from)));
      request.to().ifPresent(to -> bounds.add(time + " < " + instant(to)));
      String dataset = quoted(definition.name().value());
      String windowed = quoted("tarn_windowed_" + views.size() / 2);
      views.add(
          "%s AS (SELECT * FROM %s WHERE %s)"
              .formatted(windowed, dataset, String.join(" AND ", bounds)));
      // The former reads the table, for a name is not known before its own definition.
      views.add("%s AS (SELECT * FROM %s)".formatted(dataset, windowed));
    }
    return "WITH %s SELECT * FROM (\n%s\n)".formatted(String.join(", ", views), sql);
  }

  private static String instant(Instant time) {
    return "from_iso8601_timestamp('" + time + "')";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static ObjectKey prefix(JobId job, int tries) {
    return new ObjectKey(Publication.staging(job) + "unload-" + tries);
  }

  private static String token(JobRun run, int tries) {
    return Sha256.prefixOf(run.job().id() + " " + run.job().created() + " " + tries, TOKEN_BYTES);
  }

  private ExportWriting.Written written(ObjectKey prefix) {
    List<StagedPart> parts = new ArrayList<>();
    Optional<Schema> schema = Optional.empty();
    for (ObjectSummary object : objects(prefix)) {
      try (ScratchSpace.Directory directory = scratch.directory()) {
        Path local = directory.path().resolve("unloaded");
        fetch(object, local);
        UnloadedFile file = UnloadedFile.read(local);
        PartFile part = PartFile.of(local, file.rows());
        schema = Optional.of(file.schema());
        parts.add(new StagedPart(object.key(), part.rows(), part.bytes(), part.sha256()));
      }
    }
    return new ExportWriting.Written(
        schema.orElseThrow(() -> new StoreException("nothing was unloaded to " + prefix)), parts);
  }

  private List<ObjectSummary> objects(ObjectKey prefix) {
    List<ObjectSummary> objects = new ArrayList<>();
    new ObjectPages(published, prefix.value() + "/").forEach(objects::addAll);
    return objects;
  }

  private void fetch(ObjectSummary object, Path local) {
    try (OutputStream out = Files.newOutputStream(local)) {
      for (long at = 0; at < object.size(); at += CHUNK_BYTES) {
        int length = (int) Math.min(CHUNK_BYTES, object.size() - at);
        out.write(published.getRange(object.key(), at, length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an unloaded file could not be fetched", e);
    }
  }
}
