package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.MetricsReporter;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Kernel's default engine over a [LogFileIO], but for three things: checkpoints leave out
/// transaction ids that the table's retention has let go, which Kernel itself keeps for ever;
/// domain metadata, which Tarn's protocol version does not have, is not searched for in the whole
/// log at each commit; and no report is rendered for each operation.
final class TableEngine extends DefaultEngine {
  private final LogFileIO files;
  private final Instant forgetBefore;

  /// Checkpoints forget transactions last updated before `forgetBefore`.
  TableEngine(LogFileIO files, Instant forgetBefore) {
    super(files);
    this.files = files;
    this.forgetBefore = forgetBefore;
  }

  /// What this engine put, by key.
  Optional<ObjectSummary> written(ObjectKey key) {
    return files.written(key);
  }

  /// The requests that this engine makes.
  LogReader reader() {
    return files.reader();
  }

  @Override
  public List<MetricsReporter> getMetricsReporters() {
    return List.of();
  }

  @Override
  public JsonHandler getJsonHandler() {
    JsonHandler whole = super.getJsonHandler();
    return new JsonHandler() {
      @Override
      public ColumnarBatch parseJson(
          ColumnVector texts, StructType schema, Optional<ColumnVector> selection) {
        return whole.parseJson(texts, schema, selection);
      }

      @Override
      public CloseableIterator<ColumnarBatch> readJsonFiles(
          CloseableIterator<FileStatus> log, StructType schema, Optional<Predicate> predicate)
          throws IOException {
        return onlyDomainMetadata(schema) ? none(log) : whole.readJsonFiles(log, schema, predicate);
      }

      @Override
      public void writeJsonFileAtomically(
          String path, CloseableIterator<io.delta.kernel.data.Row> rows, boolean overwrite)
          throws IOException {
        whole.writeJsonFileAtomically(path, rows, overwrite);
      }
    };
  }

  @Override
  public ParquetHandler getParquetHandler() {
    ParquetHandler whole = super.getParquetHandler();
    return new ParquetHandler() {
      @Override
      public CloseableIterator<FileReadResult> readParquetFiles(
          CloseableIterator<FileStatus> log, StructType schema, Optional<Predicate> predicate)
          throws IOException {
        return onlyDomainMetadata(schema)
            ? none(log)
            : whole.readParquetFiles(log, schema, predicate);
      }

      @Override
      public CloseableIterator<DataFileStatus> writeParquetFiles(
          String directory,
          CloseableIterator<FilteredColumnarBatch> batches,
          List<Column> statistics)
          throws IOException {
        return whole.writeParquetFiles(directory, batches, statistics);
      }

      @Override
      public void writeParquetFileAtomically(
          String path, CloseableIterator<FilteredColumnarBatch> batches) throws IOException {
        whole.writeParquetFileAtomically(path, batches.map(TableEngine.this::remembered));
      }
    };
  }

  private static boolean onlyDomainMetadata(StructType schema) {
    return schema.equals(LogReplay.DOMAIN_METADATA_READ_SCHEMA);
  }

  private static <T> CloseableIterator<T> none(CloseableIterator<FileStatus> log) {
    Utils.closeCloseables(log);
    Iterator<T> nothing = List.<T>of().iterator();
    return Utils.toCloseableIterator(nothing);
  }

  /// The batch of checkpoint rows without the transactions that are too old.
  private FilteredColumnarBatch remembered(FilteredColumnarBatch batch) {
    int ordinal = batch.getData().getSchema().indexOf("txn");
    if (ordinal < 0) {
      return batch;
    }
    ColumnVector transactions = batch.getData().getColumnVector(ordinal);
    ColumnVector lastUpdated = transactions.getChild(2);
    Optional<ColumnVector> selection = batch.getSelectionVector();
    int rows = batch.getData().getSize();
    boolean[] kept = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      boolean selected =
          selection.isEmpty()
              || (!selection.get().isNullAt(row) && selection.get().getBoolean(row));
      boolean forgotten =
          !transactions.isNullAt(row)
              && !lastUpdated.isNullAt(row)
              && lastUpdated.getLong(row) < forgetBefore.toEpochMilli();
      kept[row] = selected && !forgotten;
    }
    return new FilteredColumnarBatch(
        batch.getData(), Optional.of(getExpressionHandler().createSelectionVector(kept, 0, rows)));
  }
}
