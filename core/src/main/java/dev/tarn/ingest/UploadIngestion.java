package dev.tarn.ingest;

import dev.tarn.access.RowView;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PinnedObject;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes an uploaded file to its dataset's table, slice after slice, in memory for a few slices
/// however large the file is. Each slice is one commit, with a batch id that says where in the file
/// it begins.
///
/// Where slices begin depends on the file alone. So whoever goes on after a run that was cut off
/// anywhere finds a slice that was committed by its batch id, decodes it by the definition it was
/// committed by, and sees to it that what did not fit is in quarantine; nothing is written twice.
/// The file is read in the content that the first run found: if it is another later, the upload
/// ends.
///
/// Unless records that do not fit are for quarantine, the whole file is checked before anything of
/// it is written, and so it is if its writer may write some rows alone.
public final class UploadIngestion {
  /// How large slices are, in bytes of text whose coding is undone, as they are made if nobody says
  /// otherwise.
  public static final int SLICE_BYTES = 32 << 20;

  /// On how many dates the event times of a slice may be, each of which makes a file.
  public static final int MOST_DAYS = 1_000;

  /// How many bytes a file may come to, once its coding is undone.
  private static final long MOST_BYTES = 64L << 30;

  private final ObjectStore store;
  private final Tables tables;
  private final BatchDecoder decoder;
  private final ColumnarFormat columnar;
  private final BatchFiles files;
  private final Metrics metrics;
  private final InstantSource clock;
  private final int sliceBytes;

  /// Writes to `tables`, whose store is `store`, through the collaborators given.
  ///
  /// @param columnar reads files of columns
  /// @param sliceBytes how large slices of files are that are begun here; no record may be larger
  public UploadIngestion(
      ObjectStore store,
      Tables tables,
      BatchDecoder decoder,
      ColumnarFormat columnar,
      BatchFiles files,
      Metrics metrics,
      InstantSource clock,
      int sliceBytes) {
    this.store = store;
    this.tables = tables;
    this.decoder = decoder;
    this.columnar = columnar;
    this.files = files;
    this.metrics = metrics;
    this.clock = clock;
    this.sliceBytes = sliceBytes;
  }

  /// Goes on with `upload` from `progress`, empty at first, and gives each step's to `checkpoint`.
  ///
  /// Throws problems that the upload ends with ([Problem.UnknownDataset], [Problem.MalformedBody],
  /// [Problem.UploadChanged], [Problem.InvalidRecords], [Problem.PayloadTooLarge] and
  /// [Problem.UnsupportedMediaType]), and what else the store, the table and `checkpoint` throw,
  /// after which it can be gone on with.
  ///
  /// @param deadline no slice is begun after it
  public UploadOutcome run(
      Upload upload,
      Optional<UploadProgress> progress,
      Instant deadline,
      Consumer<UploadProgress> checkpoint) {
    Table table =
        tables
            .open(upload.dataset())
            .orElseThrow(() -> new Problem.UnknownDataset(upload.dataset().value()).exception());
    Optional<UploadProgress> begun = progress.or(() -> begin(upload, table, checkpoint));
    if (begun.isEmpty()) {
      return UploadOutcome.NO_FILE;
    }
    RunTime time = new RunTime(clock, deadline);
    UploadedFile file =
        new UploadedFile(
            new PinnedObject(store, upload.file(), begun.get().etag(), begun.get().size()),
            upload,
            MOST_BYTES,
            time);
    // Rows of others are looked for among the accepted records, and so all others must be known.
    boolean describingAll = upload.onInvalid() == IngestRequest.OnInvalid.QUARANTINE;
    UploadRun run =
        new UploadRun(
            upload,
            table,
            new UploadSlices(
                upload.format(), file, decoder, columnar, describingAll, begun.get().sliceBytes()),
            new SliceCommit(
                upload,
                begun.get().size(),
                table,
                files,
                new Quarantine(tables, files, metrics),
                metrics,
                clock),
            time,
            begun.get(),
            checkpoint);
    try (run) {
      return run.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the file of upload " + upload.id() + " cannot be read", e);
    }
  }

  private Optional<UploadProgress> begin(
      Upload upload, Table table, Consumer<UploadProgress> checkpoint) {
    Optional<ObjectSummary> there = store.head(upload.file());
    if (there.filter(object -> object.size() == 0).isPresent()) {
      throw new Problem.MalformedBody("the file is empty", Optional.empty()).exception();
    }
    Optional<UploadProgress> begun =
        there.map(object ->
            UploadProgress.at(
                phase(upload, table.knownSnapshot()), object.etag(), object.size(), sliceBytes));
    begun.ifPresent(checkpoint);
    return begun;
  }

  private static UploadProgress.Phase phase(Upload upload, TableSnapshot known) {
    return upload.onInvalid() == IngestRequest.OnInvalid.REJECT
            || SliceCommit.view(upload, known.definition()) instanceof RowView.Restricted
        ? UploadProgress.Phase.CHECK
        : UploadProgress.Phase.WRITE;
  }
}
