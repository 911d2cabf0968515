package dev.tarn.benchmarks.query;

import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The files of the days that are asked for, fetched whole, 16 at once, and DuckDB over them.
final class WholeFiles implements Way {
  private static final int CONCURRENT = 16;

  private final Table table;
  private final ObjectStore store;
  private final Path directory;

  /// Reads `table`, whose files are in `store`, by way of the existing `directory`.
  WholeFiles(Table table, ObjectStore store, Path directory) {
    this.table = table;
    this.store = store;
    this.directory = directory;
  }

  @Override
  public long ask(Question question) throws Exception {
    List<DataFile> files =
        table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS).stream()
            .filter(file -> question.days().test(file.eventDate()))
            .toList();
    if (files.isEmpty()) {
      return 0;
    }
    List<Path> local = fetch(files);
    try (LocalDuckDb database = LocalDuckDb.over(local)) {
      return database.ask(question);
    } finally {
      for (Path file : local) {
        Files.delete(file);
        Files.delete(file.getParent());
      }
    }
  }

  private List<Path> fetch(List<DataFile> files) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT)) {
      List<Future<Path>> started = new ArrayList<>();
      for (DataFile file : files) {
        started.add(threads.submit(() -> fetch(file)));
      }
      List<Path> local = new ArrayList<>();
      for (Future<Path> file : started) {
        local.add(file.get());
      }
      return local;
    }
  }

  private Path fetch(DataFile file) throws IOException {
    Path day = Files.createDirectory(directory.resolve("event_date=" + file.eventDate()));
    return Files.write(day.resolve("day.parquet"), store.get(file.key()).bytes());
  }
}
