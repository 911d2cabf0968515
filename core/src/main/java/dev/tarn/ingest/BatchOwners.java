package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.access.SeenDatasets;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.table.BatchId;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;

/// Whose a batch is, which its name tells of writers who see some rows alone.
public final class BatchOwners {
  private final Tables tables;

  /// Of batches in `tables`.
  public BatchOwners(Tables tables) {
    this.tables = tables;
  }

  /// A new name for an upload by `writer` to `table`.
  public BatchId newUpload(Principal writer, Table table) {
    DatasetDefinition definition = table.snapshot(new SnapshotTime.Latest()).definition();
    return BatchIds.upload(writer.view(definition.name().value(), definition.rowAccess()));
  }

  /// Throws [Problem.UnknownReceipt] where `batch` of `table` must not be told to `reader`: it was
  /// written by somebody who sees other rows, and `reader` does not see all.
  public void requireTold(Principal reader, Table table, BatchId batch) {
    if (reader.rows() != Principal.Rows.ALL) {
      DatasetDefinition definition = table.snapshot(new SnapshotTime.Latest()).definition();
      if (!BatchIds.isToldTo(new SeenDatasets(tables, reader).view(definition), batch)) {
        throw new Problem.UnknownReceipt(definition.name().value(), batch.value()).exception();
      }
    }
  }

  /// Whether `batch` could be an upload's name.
  public static boolean isUpload(BatchId batch) {
    return BatchIds.isUpload(batch);
  }
}
