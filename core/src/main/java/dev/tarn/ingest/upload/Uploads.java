package dev.tarn.ingest.upload;

import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.RowAccess;
import dev.tarn.ingest.BatchOwners;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.ingest.UploadProgress;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobState;
import dev.tarn.job.Jobs;
import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Files that clients put into the store themselves: where each is to be put, and what became of
/// it. An upload is a job from the moment it is asked for; its file sets it going.
public final class Uploads {
  /// For how long a file can be put.
  static final Duration VALIDITY = Duration.ofHours(1);

  private final Tables tables;
  private final BatchOwners owners;
  private final Jobs jobs;
  private final ObjectStore store;
  private final InstantSource clock;

  /// What somebody wants to upload.
  ///
  /// @param charset the character encoding of a text that is not UTF-8
  public record Asked(
      UploadFormat format,
      UploadCoding coding,
      Optional<Charset> charset,
      IngestRequest.OnInvalid onInvalid) {}

  /// An upload whose file can be put.
  ///
  /// @param url takes one PUT of the file, of 5 GB at most, until `expires`; relative if the store
  ///   has no server of its own, to where this API is served
  public record Opened(BatchId id, URI url, Instant expires) {}

  /// Uploads to `tables`, whose store is `store`, as `jobs`.
  public Uploads(Tables tables, Jobs jobs, ObjectStore store, InstantSource clock) {
    this.tables = tables;
    this.owners = new BatchOwners(tables);
    this.jobs = jobs;
    this.store = store;
    this.clock = clock;
  }

  /// Opens an upload to the dataset. Throws [Problem.UnknownDataset].
  public Opened open(Principal writer, DatasetName dataset, Asked asked) {
    Table table = table(dataset);
    BatchId id = owners.newUpload(writer, table);
    Instant now = clock.instant();
    Upload upload =
        new Upload(
            dataset,
            id,
            asked.format(),
            asked.coding(),
            asked.charset(),
            asked.onInvalid(),
            withRowsAlone(writer, table.snapshot(new SnapshotTime.Latest()).definition()));
    if (!jobs.create(Job.queued(job(dataset, id), UploadJson.write(upload), now))) {
      throw new IllegalStateException("there is an upload " + id + " already");
    }
    return new Opened(id, store.presignPut(upload.file(), VALIDITY), now.plus(VALIDITY));
  }

  private Table table(DatasetName dataset) {
    return tables
        .open(dataset)
        .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
  }

  /// `writer` with what says which rows they may write, and nothing else that a token tells.
  private static Principal withRowsAlone(Principal writer, DatasetDefinition definition) {
    Map<String, Set<String>> claims = new HashMap<>();
    Optional<String> asked = definition.rowAccess().map(RowAccess::claim);
    writer
        .claims()
        .forEach((name, values) -> {
          if (values.contains(Principal.EVERY_VALUE) || asked.filter(name::equals).isPresent()) {
            claims.put(name, values);
          }
        });
    return new Principal(writer.subject(), Set.of(), DatasetGrants.NONE, claims, writer.rows());
  }

  /// The job of the dataset's upload `id`.
  static JobId job(DatasetName dataset, BatchId id) {
    return new JobId(dataset, JobKind.UPLOAD, id.value());
  }

  /// What became of the upload so far. Throws [Problem.UnknownReceipt] if there is none, and for
  /// one by somebody who sees other rows than `reader`, who does not see all.
  public Receipt receipt(Principal reader, DatasetName dataset, BatchId id) {
    owners.requireTold(reader, table(dataset), id);
    Job job =
        jobs.find(job(dataset, id))
            .orElseThrow(() -> new Problem.UnknownReceipt(dataset.value(), id.value()).exception())
            .job();
    return switch (job.state()) {
      case JobState.Queued _, JobState.Running _ ->
          receipt(job, Receipt.Status.PENDING, Optional.empty());
      case JobState.Succeeded _ -> receipt(job, Receipt.Status.COMMITTED, Optional.empty());
      case JobState.Failed(Instant _, String code, String detail) ->
          receipt(job, Receipt.Status.FAILED, Optional.of(new Receipt.Failure(code, detail)));
    };
  }

  private static Receipt receipt(
      Job job, Receipt.Status status, Optional<Receipt.Failure> failure) {
    Optional<UploadProgress> progress = ProgressJson.read(job.progress());
    return new Receipt(
        new BatchId(job.id().name()),
        job.id().dataset(),
        status,
        progress.map(UploadProgress::version).orElse(0L),
        progress.map(UploadProgress::accepted).orElse(0L),
        progress.map(UploadProgress::rejected).orElse(0L),
        progress.map(UploadProgress::files).orElse(0),
        progress.map(UploadProgress::bytes).orElse(0L),
        progress.flatMap(UploadProgress::firstEventTime),
        progress.flatMap(UploadProgress::lastEventTime),
        progress.map(UploadProgress::reasons).orElse(List.of()),
        failure);
  }
}
