package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.table.AppendResult;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// Writers that each append their batches through tables of their own, as functions do that know
/// nothing of each other, while readers look on. Each batch has several files, so that half of one
/// would show.
final class ConcurrentWriters {
  private static final int WRITERS = 8;
  private static final int BATCHES = 40;
  private static final int FILES = 3;
  private static final int READERS = 2;

  private final Supplier<ObjectStore> stores;
  private final DeltaSettings settings;

  /// Each writer and reader has a store of its own from `stores`.
  ConcurrentWriters(Supplier<ObjectStore> stores, DeltaSettings settings) {
    this.stores = stores;
    this.settings = settings;
  }

  /// Runs all writers to their end; then every batch is in the table once, whole.
  void run() throws InterruptedException, ExecutionException {
    AtomicBoolean writing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(threads.submit(() -> write(number)));
      }
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(
            threads.submit(() -> {
              Table table = open();
              while (writing.get()) {
                assertWholeBatches(retried(() -> live(table)));
              }
            }));
      }
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        writing.set(false);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    verify();
  }

  private void write(int writer) {
    Table table = open();
    for (int i = 0; i < BATCHES; i++) {
      BatchId id = batch("w" + writer + "-" + i);
      AppendResult result =
          retried(() -> table.append(table.knownSnapshot(), id, id.value(), files(table, id)));
      assertThat(result).isNotInstanceOf(AppendResult.DefinitionChanged.class);
    }
  }

  private Table open() {
    return retried(() ->
        new DeltaTables(stores.get(), Clock.systemUTC(), settings).open(READINGS).orElseThrow());
  }

  private static List<DataFile> files(Table table, BatchId id) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(TableFixture.file(table, id, DAY.plusDays(i), 10, i, i));
    }
    return files;
  }

  private static List<DataFile> live(Table table) {
    return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  /// Files by batch, which their keys name.
  private static Map<String, Integer> filesByBatch(List<DataFile> files) {
    Map<String, Integer> batches = new HashMap<>();
    for (DataFile file : files) {
      String name = file.key().value().substring(file.key().value().lastIndexOf('/') + 1);
      String[] parts = name.split("-", 3);
      batches.merge(parts[0] + "-" + parts[1], 1, Integer::sum);
    }
    return batches;
  }

  private static void assertWholeBatches(List<DataFile> files) {
    assertThat(filesByBatch(files).values()).allMatch(count -> count == FILES);
  }

  private void verify() {
    Table table = open();
    Map<String, Integer> batches = filesByBatch(retried(() -> live(table)));
    assertThat(batches).hasSize(WRITERS * BATCHES);
    assertThat(batches.values()).allMatch(count -> count == FILES);
    List<HistoryEntry> history = retried(() -> table.history(WRITERS * BATCHES + 10));
    assertThat(history)
        .extracting(HistoryEntry::version)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(0, WRITERS * BATCHES).boxed().toList().reversed());
    for (String id : batches.keySet()) {
      assertThat(retried(() -> table.findBatch(table.knownSnapshot(), batch(id)))).isPresent();
    }
  }

  /// What `call` gives in the end, as a client would get it that tries again after a failure.
  private static <T> T retried(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StoreException | ProblemException e) {
        if (attempt == 1000) {
          throw e;
        }
      }
    }
  }
}
