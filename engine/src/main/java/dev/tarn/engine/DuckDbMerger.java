package dev.tarn.engine;

import dev.tarn.compaction.FileMerger;
import dev.tarn.compaction.MergeLimits;
import dev.tarn.compaction.MergedFile;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.PhysicalColumns;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Merges files with DuckDB, which sorts beyond memory and on all processors. It passes values of
/// most types through as they lie in the files ([PhysicalColumns]); a schema with fixed types,
/// which it would not write as they were, or clustered by a decimal, which it would order as bytes,
/// is merged record by record ([RecordMerge]). Safe for use by many threads.
public final class DuckDbMerger implements FileMerger {
  @Override
  public List<MergedFile> merge(
      DatasetDefinition definition, List<Path> files, MergeLimits limits, Path directory) {
    if (files.isEmpty()) {
      return List.of();
    }
    Deadline deadline = Deadline.in(limits.time());
    String name = "merged-" + UUID.randomUUID();
    List<Path> written = new ArrayList<>();
    boolean done = false;
    try {
      Optional<PhysicalColumns> columns =
          PhysicalColumns.of(files.getFirst())
              .filter(physical -> definition.clusterBy().stream().allMatch(physical::ordered));
      if (columns.isPresent()) {
        sorted(definition, files, limits, deadline, directory.resolve(name), written);
        for (Path file : written) {
          columns.get().annotate(file, definition);
        }
      } else {
        new RecordMerge(definition, limits, deadline)
            .merge(files, directory.resolve(name), written);
      }
      List<MergedFile> merged = new ArrayList<>();
      for (Path file : written) {
        merged.add(new MergedFile(file, Files.size(file), ParquetFooter.statistics(file)));
      }
      done = true;
      return merged;
    } catch (IOException e) {
      throw new UncheckedIOException("merged files are not there", e);
    } finally {
      if (!done) {
        written.forEach(DuckDbMerger::delete);
      }
    }
  }

  private static void sorted(
      DatasetDefinition definition,
      List<Path> files,
      MergeLimits limits,
      Deadline deadline,
      Path base,
      List<Path> written)
      throws IOException {
    Path work = Files.createDirectory(base);
    try (SortedCopy sort = new SortedCopy(limits, deadline, work)) {
      List<Path> copies = new ArrayList<>();
      long bytes = 0;
      for (Path file : files) {
        Path copy = work.resolve("input-" + copies.size());
        PhysicalColumns.copy(file, copy);
        copies.add(copy);
        bytes += Files.size(file);
      }
      sort.run(definition, copies, Math.ceilDiv(bytes, limits.targetBytes()), base, written);
    } finally {
      deleteAll(work);
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(DuckDbMerger::delete);
    }
  }

  private static void delete(Path file) {
    try {
      var _ = Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreException("cannot delete " + file.getFileName(), e);
    }
  }
}
