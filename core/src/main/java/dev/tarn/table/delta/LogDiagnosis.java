package dev.tarn.table.delta;

import dev.tarn.problem.LogFault;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreException;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why a state could not be read from its log, which Kernel does not tell: an entry that is none,
/// or a checkpoint that is none.
final class LogDiagnosis {
  private static final Logger LOG = LoggerFactory.getLogger(LogDiagnosis.class);

  private final LogLayout layout;
  private final LogReader reader;
  private final LogListing listing;

  LogDiagnosis(LogLayout layout, LogReader reader, LogListing listing) {
    this.layout = layout;
    this.reader = reader;
    this.listing = listing;
  }

  /// What `failure`, which a read of the state through `engine` ended with, is: a
  /// [Problem.DamagedTable] if an object of the log is at fault, and else `failure` itself.
  RuntimeException of(ProblemException failure, TableEngine engine) {
    if (!(failure.problem() instanceof Problem.Internal)) {
      return failure;
    }
    for (ObjectSummary object : listing.needed(layout)) {
      OptionalLong version = layout.commitVersion(object.key());
      if (version.isPresent()) {
        var _ = CommitEntry.parse(layout, version.getAsLong(), reader.immutable(object.key()));
      } else if (!isReadable(object, engine)) {
        LogFault fault =
            new LogFault.UnreadableCheckpoint(listing.checkpointVersion().orElseThrow());
        return new ProblemException(
            new Problem.DamagedTable(layout.dataset().value(), List.of(fault)), failure);
      }
    }
    return failure;
  }

  private static boolean isReadable(ObjectSummary checkpoint, TableEngine engine) {
    try (CloseableIterator<FileReadResult> rows =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(LogFileIO.status(checkpoint)),
                SingleAction.CHECKPOINT_SCHEMA,
                Optional.empty())) {
      while (rows.hasNext()) {
        var _ = rows.next();
      }
      return true;
    } catch (IOException | RuntimeException e) {
      if (KernelCalls.unwrapped(e) instanceof StoreException failure) {
        throw failure;
      }
      LOG.warn("{} cannot be read", checkpoint.key(), e);
      return false;
    }
  }
}
