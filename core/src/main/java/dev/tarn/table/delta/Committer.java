package dev.tarn.table.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import java.util.List;
import java.util.Optional;

/// Tries one commit, as the version right after a state: it lands there or not at all. What to do
/// about the commit that was there first is the caller's to decide, since Kernel's own check knows
/// neither batches nor definitions.
final class Committer {
  static final String ENGINE = "Tarn";

  private final LogLayout layout;

  Committer(LogLayout layout) {
    this.layout = layout;
  }

  /// The state that committing `actions` on `state` made, or empty if another commit was first.
  Optional<TableState> commit(TableState state, TableEngine engine, List<Row> actions) {
    return KernelCalls.call(() -> {
      try {
        TransactionCommitResult result =
            state
                .kernel()
                .buildUpdateTableTransaction(ENGINE, Operation.WRITE)
                .withMaxRetries(0)
                .build(engine)
                .commit(
                    engine,
                    CloseableIterable.inMemoryIterable(
                        Utils.toCloseableIterator(actions.iterator())));
        SnapshotImpl after = (SnapshotImpl) result.getPostCommitSnapshot().orElseThrow();
        LogListing listing =
            state
                .listing()
                .with(engine.written(layout.commitKey(result.getVersion())).orElseThrow());
        return Optional.of(state.with(after, listing));
      } catch (MaxCommitRetryLimitReachedException e) {
        if (isConflict(e)) {
          return Optional.empty();
        }
        throw e;
      }
    });
  }

  /// Whether a commit failed only since there was one of its version.
  static boolean isConflict(MaxCommitRetryLimitReachedException failure) {
    return failure.getCause() instanceof CommitFailedException commit && commit.isConflict();
  }
}
