package dev.tarn.compaction;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.FileStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Merges files of lines into `files` files.
final class LineMerger implements FileMerger {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final int files;

  LineMerger(int files) {
    this.files = files;
  }

  @Override
  public List<MergedFile> merge(
      DatasetDefinition definition, List<Path> inputs, MergeLimits limits, Path directory) {
    try {
      List<String> lines = new ArrayList<>();
      for (Path input : inputs) {
        lines.addAll(Files.readAllLines(input));
      }
      lines.sort(null);
      List<MergedFile> merged = new ArrayList<>();
      for (int i = 0; i < files; i++) {
        List<String> some = lines.subList(lines.size() * i / files, lines.size() * (i + 1) / files);
        Path path = directory.resolve("lines-" + NAMES.incrementAndGet());
        Files.write(path, some);
        merged.add(
            new MergedFile(path, Files.size(path), new FileStatistics(some.size(), Map.of())));
      }
      return merged;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
