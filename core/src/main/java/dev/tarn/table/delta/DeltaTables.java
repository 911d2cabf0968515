package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import io.delta.kernel.TableManager;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.utils.CloseableIterable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The tables of one lake as Delta tables in an object store, one below `tables/` for each dataset.
/// Tables that were opened are kept, with what they know of their logs, as long as this is.
///
/// Other engines may read the tables; only Tarn may write them. They stay at reader version 1 and
/// writer version 2 of the Delta protocol.
public final class DeltaTables implements Tables {
  private final ObjectStore store;
  private final Clock clock;
  private final DeltaSettings settings;
  private final LogCache cache;
  private final Map<DatasetName, Table> open = new ConcurrentHashMap<>();

  /// The tables in `store`; `clock` dates what is written to the log.
  public DeltaTables(ObjectStore store, Clock clock, DeltaSettings settings) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.cache = new LogCache(settings.logCacheBytes());
  }

  @Override
  public Optional<Table> create(DatasetDefinition definition) {
    DeltaLog log = log(definition.name());
    LogReader reader = log.reader();
    Optional<TableState> present = new StateLoader(log).latest(reader, Optional.empty());
    if (present.isPresent()) {
      return Optional.empty();
    }
    TableEngine engine = log.engine(reader, LogListing.NONE);
    return KernelCalls.call(() -> {
      try {
        SnapshotImpl kernel =
            (SnapshotImpl)
                TableManager.buildCreateTableTransaction(
                        log.layout().tablePath(), DeltaSchema.of(definition), Committer.ENGINE)
                    .withDataLayoutSpec(
                        DataLayoutSpec.partitioned(
                            List.of(new Column(DatasetDefinition.EVENT_DATE))))
                    .withTableProperties(TableState.properties(definition))
                    .withMaxRetries(0)
                    .build(engine)
                    .commit(engine, CloseableIterable.emptyIterable())
                    .getPostCommitSnapshot()
                    .orElseThrow();
        LogListing listing =
            LogListing.NONE.with(engine.written(log.layout().commitKey(0)).orElseThrow());
        return Optional.of(opened(log, TableState.of(log.layout(), kernel, listing)));
      } catch (TableAlreadyExistsException e) {
        return Optional.empty();
      } catch (MaxCommitRetryLimitReachedException e) {
        if (Committer.isConflict(e)) {
          return Optional.empty();
        }
        throw e;
      }
    });
  }

  @Override
  public Optional<Table> open(DatasetName dataset) {
    Table table = open.get(dataset);
    if (table != null) {
      return Optional.of(table);
    }
    DeltaLog log = log(dataset);
    return new StateLoader(log)
        .latest(log.reader(), Optional.empty())
        .map(state -> opened(log, state));
  }

  private Table opened(DeltaLog log, TableState state) {
    return open.computeIfAbsent(log.layout().dataset(), dataset -> new DeltaTable(log, state));
  }

  private DeltaLog log(DatasetName dataset) {
    return new DeltaLog(new LogLayout(dataset), store, cache, clock, settings);
  }

  @Override
  public List<DatasetName> list() {
    return store.listDirectories(LogLayout.TABLES).stream()
        .map(directory -> directory.substring(LogLayout.TABLES.length(), directory.length() - 1))
        .map(DatasetName::parse)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }
}
