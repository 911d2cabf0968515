package dev.tarn.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Compaction of 2,000 small files of 1,000 telemetry records each, by DuckDB and by parquet-avro:
/// the same use case with one merger or the other, over a store of files, in a process of its own
/// each time, as a whole process is what a function pays for. Runs alternate; medians count. Linux
/// alone says what is asked of it here.
final class CompactionBenchmark {
  private static final int RUNS = 3;
  private static final List<String> MERGERS = List.of("parquet-avro", "duckdb");

  private CompactionBenchmark() {}

  /// What one process took.
  private record Run(String merger, double processorSeconds, double peakBytes, String made) {}

  static void run() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("compaction");
    try {
      Path lake = directory.resolve("lake");
      SmallFiles.make(lake);
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        for (String merger : MERGERS) {
          Path copy = directory.resolve(merger + i);
          copy(lake, copy);
          runs.add(compact(merger, copy));
          delete(copy);
        }
      }
      print(runs);
    } finally {
      delete(directory);
    }
  }

  private static Run compact(String merger, Path lake) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx4g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallFiles.class.getName(),
                merger,
                lake.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("the merge by " + merger + " failed");
      }
      System.out.println(merger + " " + line);
      String[] figures = line.split(" ", 3);
      return new Run(
          merger, Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), figures[2]);
    }
  }

  private static void print(List<Run> runs) {
    Run base = median(runs, MERGERS.getFirst());
    System.out.println();
    System.out.println(
        "| merger | CPU s | ratio | peak memory, MiB | ratio | files, bytes, rows |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | --- |");
    for (String merger : MERGERS) {
      Run run = median(runs, merger);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.2f | %,.0f | %.2f | %s |%n",
          merger,
          run.processorSeconds(),
          run.processorSeconds() / base.processorSeconds(),
          run.peakBytes() / (1 << 20),
          run.peakBytes() / base.peakBytes(),
          run.made());
    }
  }

  /// The median of either figure; both need not be of one run.
  private static Run median(List<Run> runs, String merger) {
    List<Run> own = runs.stream().filter(run -> run.merger().equals(merger)).toList();
    int middle = own.size() / 2;
    return new Run(
        merger,
        own.stream().mapToDouble(Run::processorSeconds).sorted().toArray()[middle],
        own.stream().mapToDouble(Run::peakBytes).sorted().toArray()[middle],
        own.getFirst().made());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
