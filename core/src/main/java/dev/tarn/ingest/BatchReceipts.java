package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.store.StoreException;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.DataFile;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes, keeps and finds the receipts of committed batches.
final class BatchReceipts {
  private static final Logger LOG = LoggerFactory.getLogger(BatchReceipts.class);

  private final Receipts receipts;
  private final Metrics metrics;

  BatchReceipts(Receipts receipts, Metrics metrics) {
    this.receipts = receipts;
    this.metrics = metrics;
  }

  /// The receipt of `committed`, of whose records `rejected` are in quarantine, for `reasons` of
  /// which the first are told.
  static Receipt of(
      DatasetDefinition definition,
      CommittedBatch committed,
      long rejected,
      List<RejectedRecord> reasons) {
    Optional<EventTimes> times =
        committed.files().isEmpty()
            ? Optional.empty()
            : Optional.of(EventTimes.of(definition, committed.files()));
    return new Receipt(
        committed.batch(),
        definition.name(),
        Receipt.Status.COMMITTED,
        committed.version(),
        committed.files().stream().mapToLong(DataFile::rows).sum(),
        rejected,
        committed.files().size(),
        committed.files().stream().mapToLong(DataFile::bytes).sum(),
        times.map(EventTimes::first),
        times.map(EventTimes::last),
        reasons.subList(0, Math.min(reasons.size(), Receipt.MAX_REASONS)));
  }

  /// What is kept but no receipt is as good as none, since one can be made again from the log.
  Optional<Receipt> kept(DatasetName dataset, BatchId batch) {
    try {
      return receipts.find(dataset, batch);
    } catch (UnreadableReceiptException e) {
      LOG.warn("the receipt of batch {} of {} is made again", batch, dataset, e);
      return Optional.empty();
    }
  }

  /// The batch is committed by now, so a receipt that cannot be kept must not fail it; it is made
  /// again from the log when it is asked for.
  Receipt keep(Receipt receipt) {
    try {
      receipts.put(receipt);
    } catch (StoreException e) {
      LOG.warn("the receipt of batch {} was not kept", receipt.batch(), e);
      metrics.record(receipt.dataset().value(), List.of(Metric.RECEIPTS_NOT_KEPT.of(1)));
    }
    return receipt;
  }
}
