package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordEncoder;
import dev.tarn.record.RecordPosition;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import dev.tarn.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes a batch's records as data files, one for each UTC date of their event times.
public final class BatchFiles {
  private final ObjectStore store;
  private final RecordEncoder.Factory encoders;
  private final int maxDays;

  /// Puts files in `store`, as `encoders` make them, up to `maxDays` of them a batch.
  public BatchFiles(ObjectStore store, RecordEncoder.Factory encoders, int maxDays) {
    this.store = store;
    this.encoders = encoders;
    this.maxDays = maxDays;
  }

  /// Puts the files, none for no records, and answers once all are durable. None is in the table
  /// yet.
  List<DataFile> write(Table table, DatasetDefinition definition, BatchId id, RecordBatch batch) {
    Map<LocalDate, int[]> days = byDay(batch);
    RecordEncoder encoder = encoders.create(definition);
    try (ExecutorService puts = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<DataFile>> pending = new ArrayList<>();
      for (Map.Entry<LocalDate, int[]> day : days.entrySet()) {
        EncodedFile file = encoder.encode(batch, day.getValue());
        ObjectKey key = table.newDataFileKey(id, day.getKey());
        pending.add(
            puts.submit(() -> {
              store.put(key, file.content());
              return new DataFile(
                  key,
                  file.content().length,
                  day.getKey(),
                  definition.schemaVersion(),
                  file.statistics());
            }));
      }
      List<DataFile> written = new ArrayList<>();
      for (Future<DataFile> file : pending) {
        written.add(await(file));
      }
      return written;
    }
  }

  /// Throws [Problem.PayloadTooLarge] where [#write] would, of `slice` of a file, which begins at
  /// `start`.
  void requireFewDays(RecordBatch slice, RecordPosition start) {
    Set<LocalDate> days = new HashSet<>();
    for (int record = 0; record < slice.size(); record++) {
      if (days.add(slice.eventDate(record)) && days.size() > maxDays) {
        throw new Problem.PayloadTooLarge(
                ("the event times of the %d records from record %d on (byte %d) are on more than"
                        + " %d UTC dates, and each is a file of its own; sort the file by time")
                    .formatted(
                        slice.size() + slice.rejected(), start.records(), start.offset(), maxDays))
            .exception();
      }
    }
  }

  private Map<LocalDate, int[]> byDay(RecordBatch batch) {
    Map<LocalDate, int[]> days = new TreeMap<>();
    Map<LocalDate, Integer> sizes = new TreeMap<>();
    for (int record = 0; record < batch.size(); record++) {
      LocalDate day = batch.eventDate(record);
      int size = sizes.merge(day, 1, Integer::sum) - 1;
      int[] records = days.computeIfAbsent(day, first -> new int[16]);
      if (size == records.length) {
        records = Arrays.copyOf(records, size * 2);
        days.put(day, records);
      }
      records[size] = record;
      if (days.size() > maxDays) {
        throw new Problem.PayloadTooLarge(
                "the batch has event times on more than "
                    + maxDays
                    + " UTC dates, and each is a file of its own; send fewer dates at once")
            .exception();
      }
    }
    days.replaceAll((day, records) -> Arrays.copyOf(records, sizes.getOrDefault(day, 0)));
    return days;
  }

  private static DataFile await(Future<DataFile> file) {
    try {
      return file.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while data files were put", e);
    }
  }
}
