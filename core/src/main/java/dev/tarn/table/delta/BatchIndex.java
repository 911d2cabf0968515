package dev.tarn.table.delta;

import dev.tarn.table.BatchId;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.replay.ActionWrapper;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.replay.LogReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Which version committed each batch that the log still knows. Asking Kernel would replay the log,
/// checkpoint and all, for every append; this replays it once and then follows the commits.
///
/// Safe for use by many threads.
final class BatchIndex {
  private static final int SWEEP = 1000;

  private final TreeMap<String, Entry> batches = new TreeMap<>();
  private long covered = -1;
  private long swept;

  private record Entry(long version, long lastUpdated) {}

  /// The version that committed `batch`, up to `state`'s at least, if any did since `forgetBefore`.
  synchronized OptionalLong version(
      TableState state, TableEngine engine, BatchId batch, Instant forgetBefore) {
    follow(state, engine, forgetBefore);
    Entry entry = batches.get(batch.value());
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.version());
  }

  /// The ids that begin with `prefix`, up to `state`'s at least.
  synchronized List<BatchId> startingWith(
      String prefix, TableState state, TableEngine engine, Instant forgetBefore) {
    follow(state, engine, forgetBefore);
    return batches.subMap(prefix, prefix + Character.MAX_VALUE).keySet().stream()
        .filter(BatchId::isValid)
        .map(BatchId::new)
        .toList();
  }

  private void follow(TableState state, TableEngine engine, Instant forgetBefore) {
    if (covered >= state.version()) {
      return;
    }
    if (covered + 1 < state.listing().firstVersion()) {
      batches.clear();
      replay(state, engine);
    } else {
      for (long version = covered + 1; version <= state.version(); version++) {
        add(state.commit(version, engine.reader()));
      }
    }
    covered = state.version();
    if (covered - swept >= SWEEP) {
      batches.values().removeIf(e -> e.lastUpdated() < forgetBefore.toEpochMilli());
      swept = covered;
    }
  }

  private void add(CommitEntry commit) {
    for (CommitEntry.Transaction txn : commit.transactions()) {
      batches.putIfAbsent(txn.appId(), new Entry(txn.version(), txn.lastUpdated()));
    }
  }

  private void replay(TableState state, TableEngine engine) {
    try (ActionsIterator actions =
        new ActionsIterator(
            engine,
            state.kernel().getLogSegment().allLogFilesReversed(),
            LogReplay.SET_TRANSACTION_READ_SCHEMA,
            Optional.empty())) {
      while (actions.hasNext()) {
        ActionWrapper batch = actions.next();
        ColumnVector transactions = batch.getColumnarBatch().getColumnVector(0);
        for (int row = 0; row < transactions.getSize(); row++) {
          if (!transactions.isNullAt(row)) {
            SetTransaction txn = SetTransaction.fromColumnVector(transactions, row);
            batches.putIfAbsent(
                txn.getAppId(), new Entry(txn.getVersion(), txn.getLastUpdated().orElse(0L)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
