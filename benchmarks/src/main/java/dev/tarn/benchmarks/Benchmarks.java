package dev.tarn.benchmarks;

import dev.tarn.benchmarks.query.QueryBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs benchmarks by name and prints what they measured, as tables.
public final class Benchmarks {
  private Benchmarks() {}

  private enum Benchmark {
    COLDSTART("first answers of functions, next to a function that does nothing") {
      @Override
      void run() throws IOException, InterruptedException {
        ColdStartBenchmark.run();
      }
    },
    HTTPCLIENT("the AWS SDK's HTTP clients: first object read, and further ones") {
      @Override
      void run() throws IOException, InterruptedException {
        HttpClientBenchmark.run();
      }
    },
    COMPACTION("merging 2,000 small files, by DuckDB and by parquet-avro") {
      @Override
      void run() throws IOException, InterruptedException {
        CompactionBenchmark.run();
      }
    },
    FOOTPRINT("what batches and maintenance leave in a store, and ask of it") {
      @Override
      void run() throws IOException {
        Footprint.run();
      }
    },
    EVENTS("messages of a queue, by the size of batches") {
      @Override
      void run() throws IOException {
        EventsBenchmark.run();
      }
    },
    QUERY("questions of 20 million rows, by Tarn and by other ways, and as history grows") {
      @Override
      void run() throws Exception {
        QueryBenchmark.run();
      }
    },
    ENCODING("JSON lines to Parquet, by Tarn, parquet-avro and DuckDB") {
      @Override
      void run() throws RunnerException {
        measure(EncodingBenchmark.class);
      }
    },
    EXPORT("writing exports in each format") {
      @Override
      void run() throws RunnerException {
        measure(ExportBenchmark.class);
      }
    };

    private final String description;

    Benchmark(String description) {
      this.description = description;
    }

    abstract void run() throws Exception;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Runs the benchmarks that `arguments` name, in their order. For none, or for one that is not,
  /// it says which there are, and exits with 2.
  public static void main(String[] arguments) throws Exception {
    List<Benchmark> chosen = new ArrayList<>();
    for (String name : arguments) {
      Arrays.stream(Benchmark.values())
          .filter(benchmark -> benchmark.label().equals(name.toLowerCase(Locale.ROOT)))
          .findFirst()
          .ifPresentOrElse(
              chosen::add, () -> System.err.println("There is no benchmark '" + name + "'."));
    }
    if (chosen.isEmpty() || chosen.size() < arguments.length) {
      System.err.println("Usage: ./tarn bench NAME...");
      for (Benchmark benchmark : Benchmark.values()) {
        System.err.printf(Locale.ROOT, "  %-11s %s%n", benchmark.label(), benchmark.description);
      }
      System.exit(2);
    }
    for (Benchmark benchmark : chosen) {
      benchmark.run();
    }
  }

  private static void measure(Class<?> benchmarks) throws RunnerException {
    print(
        new Runner(
                new OptionsBuilder()
                    .verbosity(VerboseMode.EXTRA)
                    .shouldFailOnError(true)
                    .include(Pattern.quote(benchmarks.getName()))
                    .build())
            .run());
  }

  private static void print(Collection<RunResult> results) {
    List<RunResult> measured =
        results.stream()
            .sorted(Comparator.comparingDouble(run -> run.getPrimaryResult().getScore()))
            .toList();
    double slowest = measured.getFirst().getPrimaryResult().getScore();
    System.out.println();
    System.out.println("| benchmark | score | error (99.9 %) | × slowest |");
    System.out.println("| --- | ---: | ---: | ---: |");
    for (RunResult run : measured) {
      Result<?> result = run.getPrimaryResult();
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f %s | %,.0f | %.2f |%n",
          label(run),
          result.getScore(),
          result.getScoreUnit(),
          result.getScoreError(),
          result.getScore() / slowest);
    }
  }

  private static String label(RunResult run) {
    StringBuilder label = new StringBuilder(run.getPrimaryResult().getLabel());
    for (String parameter : run.getParams().getParamsKeys()) {
      label.append(' ').append(run.getParams().getParam(parameter));
    }
    return label.toString();
  }
}
