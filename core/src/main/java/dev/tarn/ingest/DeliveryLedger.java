package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.table.AppendCondition;
import dev.tarn.table.BatchId;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells which messages are in a dataset's table already, and lets a batch be committed only if no
/// other batch has one of its messages.
///
/// Which messages a batch has is kept before the batch is committed, and which batches there are
/// the table's log tells. So two consumers of the same message cannot both commit it: the second
/// commit comes after the first in the log, and is asked about it.
final class DeliveryLedger {
  private final Deliveries deliveries;
  private final DatasetName dataset;
  private final String prefix;

  /// @param prefix of the ids of the batches that are made of such messages
  DeliveryLedger(Deliveries deliveries, DatasetName dataset, String prefix) {
    this.deliveries = deliveries;
    this.dataset = dataset;
    this.prefix = prefix;
  }

  /// Names a batch of `messages`, by when they were sent, and keeps that it has them.
  BatchId register(Map<DeliveryKey, Instant> messages) {
    BatchId id = DeliveredBatchId.of(prefix, messages.values());
    deliveries.put(dataset, id, messages.keySet());
    return id;
  }

  /// The batches that have some of `messages`, as far as `known` tells.
  Map<DeliveryKey, BatchId> find(
      Table table, TableSnapshot known, Map<DeliveryKey, Instant> messages) {
    Map<DeliveryKey, BatchId> found = new HashMap<>();
    for (BatchId batch : overlapping(table.batches(known, prefix), messages.values())) {
      Set<DeliveryKey> of = deliveries.find(dataset, batch);
      messages.keySet().stream().filter(of::contains).forEach(key -> found.put(key, batch));
    }
    return found;
  }

  /// Allows a batch of `messages` unless one of them is in another.
  AppendCondition unlessIn(Map<DeliveryKey, Instant> messages) {
    Set<BatchId> without = new HashSet<>();
    return new AppendCondition() {
      @Override
      public String prefix() {
        return prefix;
      }

      @Override
      public boolean allows(List<BatchId> committed) {
        for (BatchId batch : overlapping(committed, messages.values())) {
          if (!without.contains(batch)) {
            if (!Collections.disjoint(messages.keySet(), deliveries.find(dataset, batch))) {
              return false;
            }
            without.add(batch);
          }
        }
        return true;
      }
    };
  }

  private static List<BatchId> overlapping(List<BatchId> batches, Collection<Instant> times) {
    Instant first = Collections.min(times);
    Instant last = Collections.max(times);
    return batches.stream().filter(batch -> DeliveredBatchId.mayHave(batch, first, last)).toList();
  }
}
