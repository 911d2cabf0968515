package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileSelection;
import dev.tarn.table.Predicate;
import dev.tarn.table.StatisticsPruning;
import dev.tarn.table.TableSnapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/// A state of a table, with the requests that it takes to read it.
final class DeltaSnapshot implements TableSnapshot {
  private final TableState state;
  private final TableEngine engine;

  DeltaSnapshot(TableState state, TableEngine engine) {
    this.state = state;
    this.engine = engine;
  }

  TableState state() {
    return state;
  }

  @Override
  public long version() {
    return state.version();
  }

  @Override
  public Instant time() {
    return state.time();
  }

  @Override
  public DatasetDefinition definition() {
    return state.definition();
  }

  @Override
  public Map<Integer, Schema> schemas() {
    return state.schemas();
  }

  @Override
  public List<DataFile> files(Predicate predicate) {
    return select(predicate).files();
  }

  @Override
  public FileSelection select(Predicate predicate) {
    StatisticsPruning pruning = new StatisticsPruning(predicate, state.definition().eventTime());
    List<DataFile> files = new ArrayList<>();
    LongAdder total = new LongAdder();
    LongAdder bytes = new LongAdder();
    forEachFile(add -> {
      total.increment();
      bytes.add(add.getSize());
      LocalDate eventDate = FileActions.eventDate(add);
      if (pruning.mayMatch(eventDate)) {
        DataFile file = FileActions.dataFile(state.layout(), add, state.schemas());
        if (pruning.mayMatch(file)) {
          files.add(file);
        }
      }
    });
    return new FileSelection(files, total.sum(), bytes.sum());
  }

  /// Gives every live file's add action to `consumer`, one after the other; the log is never held
  /// as a whole.
  void forEachFile(Consumer<AddFile> consumer) {
    try {
      KernelCalls.run(() -> scan(consumer));
    } catch (ProblemException e) {
      throw new LogDiagnosis(state.layout(), engine.reader(), state.listing()).of(e, engine);
    }
  }

  private void scan(Consumer<AddFile> consumer) {
    ScanImpl scan = (ScanImpl) state.kernel().getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            consumer.accept(
                new AddFile(rows.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StoreUsage usage() {
    return engine.reader().usage();
  }
}
