package dev.tarn.ingest;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordPosition;
import dev.tarn.record.RecordSlice;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One run of one upload: the file's check, if it is to have one, and then its slices' commits.
final class UploadRun implements Closeable {
  private final Upload upload;
  private final Table table;
  private final UploadSlices slices;
  private final SliceCommit commit;
  private final RunTime time;
  private final Consumer<UploadProgress> checkpoint;
  private UploadProgress progress;
  private boolean advanced;

  UploadRun(
      Upload upload,
      Table table,
      UploadSlices slices,
      SliceCommit commit,
      RunTime time,
      UploadProgress progress,
      Consumer<UploadProgress> checkpoint) {
    this.upload = upload;
    this.table = table;
    this.slices = slices;
    this.commit = commit;
    this.time = time;
    this.progress = progress;
    this.checkpoint = checkpoint;
  }

  UploadOutcome run() throws IOException {
    try {
      if (progress.phase() == UploadProgress.Phase.CHECK) {
        if (!check()) {
          return UploadOutcome.OUT_OF_TIME;
        }
        keep(progress.writing());
      }
      return write() ? UploadOutcome.DONE : UploadOutcome.OUT_OF_TIME;
    } catch (RunTime.Over e) {
      if (!advanced) {
        throw new Problem.StoreUnavailable(
                "the file could not be read on from record %d, at byte or row %d, in one run"
                    .formatted(progress.position().records(), progress.position().offset()))
            .exception();
      }
      return UploadOutcome.OUT_OF_TIME;
    } catch (ProblemException e) {
      if (e.problem() instanceof Problem.InvalidRecords invalid) {
        tell(invalid);
      }
      throw e;
    }
  }

  /// The problem is kept by its detail alone, so the records have to be told with the progress.
  private void tell(Problem.InvalidRecords invalid) {
    UploadProgress told = progress.refused(invalid.rejected(), invalid.reasons());
    if (!told.equals(progress)) {
      keep(told);
    }
  }

  /// Says whether all of the file was checked.
  private boolean check() throws IOException {
    boolean quarantine = upload.onInvalid() == IngestRequest.OnInvalid.QUARANTINE;
    TableSnapshot known = table.knownSnapshot();
    while (!time.isPast()) {
      RecordPosition start = progress.position();
      Optional<RecordSlice> next = slices.at(start, known.definition());
      if (next.filter(slice -> slice.batch().rejected() > 0).isPresent()) {
        TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
        if (!latest.definition().equals(known.definition())) {
          known = latest;
          next = slices.at(start, known.definition());
        }
      }
      if (next.isEmpty()) {
        requireFit(quarantine);
        return true;
      }
      RecordBatch batch = next.get().batch();
      if (quarantine || batch.rejected() == 0) {
        commit.requireAllowed(known.definition(), start, batch);
      }
      keep(
          quarantine
              ? progress.checked(next.get().end(), 0, List.of())
              : progress.checked(next.get().end(), batch.rejected(), batch.reasons()));
    }
    return false;
  }

  private void requireFit(boolean quarantine) {
    requireRecords();
    if (!quarantine && progress.rejected() > 0) {
      throw invalid(progress.rejected(), progress.reasons());
    }
  }

  private void requireRecords() {
    if (progress.position().records() == 0) {
      throw new Problem.MalformedBody("the file holds no record", Optional.empty()).exception();
    }
  }

  private ProblemException invalid(long rejected, List<RejectedRecord> reasons) {
    return new Problem.InvalidRecords(progress.position().records(), rejected, reasons).exception();
  }

  /// Says whether all of the file was written.
  private boolean write() throws IOException {
    while (!time.isPast()) {
      Optional<SliceCommit.Committed> next =
          commit.next(slices, progress.position(), progress.accepted());
      if (next.isEmpty()) {
        requireRecords();
        return true;
      }
      keep(progress.committed(next.get().end(), next.get().receipt()));
    }
    return false;
  }

  private void keep(UploadProgress next) {
    checkpoint.accept(next);
    progress = next;
    advanced = true;
  }

  @Override
  public void close() throws IOException {
    slices.close();
  }
}
