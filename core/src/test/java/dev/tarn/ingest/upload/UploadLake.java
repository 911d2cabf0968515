package dev.tarn.ingest.upload;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.DoorLake;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.ingest.UploadIngestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.job.Job;
import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobRunner;
import dev.tarn.job.Jobs;
import dev.tarn.job.MeasuredJobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;

/// A lake in memory with one dataset, and functions that take uploads to it.
final class UploadLake {
  static final DatasetName READINGS = new DatasetName("readings");

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T00:00:00Z"));
  final MemoryStore store = new MemoryStore(clock);
  final MemoryMetrics metrics = new MemoryMetrics();

  UploadLake() {
    define("", "");
  }

  /// An instance of the function over the lake, by way of `through`.
  final class Function {
    final Tables tables;
    final Ingestion ingestion;
    final Jobs jobs;
    final Uploads uploads;
    final JobRunner runner;

    Function(ObjectStore through, int sliceBytes) {
      this(through, sliceBytes, DecodeLimits.DEFAULT);
    }

    Function(ObjectStore through, int sliceBytes, DecodeLimits limits) {
      tables =
          new DeltaTables(
              through, clock, DeltaSettings.DEFAULT.withLongestBackoff(Duration.ofMillis(1)));
      BatchDecoder decoder = new BatchDecoder(limits);
      BatchFiles files = new BatchFiles(through, ParquetEncoder::new, 100);
      ingestion =
          new Ingestion(tables, decoder, files, new StoredReceipts(through), metrics, clock);
      jobs = new MeasuredJobs(new StoredJobs(through), metrics, UploadWork::counted);
      uploads = new Uploads(tables, jobs, through, clock);
      runner =
          new JobRunner(
              jobs,
              List.of(
                  new UploadWork(
                      new UploadIngestion(
                          through,
                          tables,
                          decoder,
                          new ParquetInput(ParquetInputLimits.DEFAULT),
                          files,
                          metrics,
                          clock,
                          sliceBytes))),
              clock,
              UploadWork.LIMITS,
              () -> UUID.randomUUID().toString());
    }

    BatchId open(Principal writer, Uploads.Asked asked) {
      return uploads.open(writer, READINGS, asked).id();
    }

    JobAnswer run(BatchId id) {
      return runner.run(Uploads.job(READINGS, id), clock.instant().plusSeconds(280));
    }
  }

  Function function(int sliceBytes) {
    return new Function(store, sliceBytes);
  }

  static Uploads.Asked asked(UploadFormat format, IngestRequest.OnInvalid onInvalid) {
    return new Uploads.Asked(format, UploadCoding.IDENTITY, Optional.empty(), onInvalid);
  }

  void put(BatchId id, byte[] file) {
    var _ = store.put(Upload.file(READINGS, id), file);
  }

  void put(BatchId id, String file) {
    put(id, file.getBytes(StandardCharsets.UTF_8));
  }

  /// The receipt of a file that is uploaded to its end.
  Receipt upload(Uploads.Asked asked, byte[] file, int sliceBytes) {
    Function function = function(sliceBytes);
    BatchId id = function.open(Principal.withoutToken(), asked);
    put(id, file);
    finish(id, sliceBytes);
    return receipt(id);
  }

  /// Runs the upload to its end, as the queue would.
  void finish(BatchId id, int sliceBytes) {
    Function function = function(sliceBytes);
    for (int run = 0; run < 100 && function.run(id) instanceof JobAnswer.Again; run++) {
      clock.pass(Duration.ofSeconds(330));
    }
  }

  Job job(BatchId id) {
    return new StoredJobs(store).find(Uploads.job(READINGS, id)).orElseThrow().job();
  }

  Receipt receipt(BatchId id) {
    return function(1).uploads.receipt(Principal.withoutToken(), READINGS, id);
  }

  /// Gives the dataset its definition, with more fields and with more than the schema.
  void define(String moreFields, String more) {
    DoorLake.define(store, clock, moreFields, more);
  }

  /// The rows of the dataset, each as JSON, in order.
  List<String> rows() {
    return records(READINGS).stream().map(GenericRecord::toString).sorted().toList();
  }

  /// The column of the dataset's rows, in order.
  List<String> column(DatasetName dataset, String column) {
    return records(dataset).stream().map(row -> row.get(column).toString()).sorted().toList();
  }

  /// How many data files the dataset has.
  int files() {
    return new DeltaTables(store, clock, DeltaSettings.DEFAULT)
        .open(READINGS)
        .orElseThrow()
        .snapshot(new SnapshotTime.Latest())
        .files(Predicate.ALWAYS)
        .size();
  }

  private List<GenericRecord> records(DatasetName dataset) {
    return DoorLake.rows(store, clock, dataset);
  }

  /// `count` records in NDJSON.
  static List<String> records(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          "{\"time\": \"2026-01-0%dT10:00:%02dZ\", \"device\": \"d%05d\", \"celsius\": %d.5}"
              .formatted(1 + i % 3, i % 60, i, i));
    }
    return lines;
  }
}
