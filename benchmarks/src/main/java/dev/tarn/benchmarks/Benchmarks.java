package dev.tarn.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs benchmarks by name and prints what they measured, each compared with the slowest.
public final class Benchmarks {
  private static final String COMPACTION = "Compaction";
  private static final String FOOTPRINT = "Footprint";

  private Benchmarks() {}

  /// Runs those benchmarks whose names contain one of `arguments`; all of them for none.
  /// `Compaction` measures whole processes, and `Footprint` counts; both run alone.
  public static void main(String[] arguments)
      throws RunnerException, IOException, InterruptedException {
    List<String> names = List.of(arguments);
    if (names.isEmpty() || names.contains(COMPACTION)) {
      CompactionBenchmark.run();
    }
    if (names.isEmpty() || names.contains(FOOTPRINT)) {
      Footprint.run();
    }
    if (!names.isEmpty() && Set.of(COMPACTION, FOOTPRINT).containsAll(names)) {
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    options.verbosity(VerboseMode.EXTRA).shouldFailOnError(true);
    for (String name : arguments) {
      options.include(name);
    }
    print(new Runner(options.build()).run());
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
