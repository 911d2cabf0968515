package dev.tarn.benchmarks.query;

import dev.tarn.benchmarks.Telemetry;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.s3server.S3Server;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.s3.S3Credentials;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import dev.tarn.table.Table;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Five questions of a table of 20 million rows, in many files and in few, put to the query
/// function over an S3 server on this machine, and to three other ways to have them answered; then
/// one of them as history grows. Ways take turns; medians count.
public final class QueryBenchmark {
  private static final int ROUNDS = 5;

  /// Takes so long for a whole table that it is asked less often.
  private static final String SLOW = "parquet-avro, local files";

  private static final int SLOW_ROUNDS = 2;
  private static final long ROWS = 20_000_000;

  /// With one file a day, files of some megabytes and of half of what compaction aims at.
  private static final List<Integer> DAYS = List.of(40, 4);

  /// What a function keeps of column chunks with 512 MB of temporary space, and with 2 GB.
  private static final long LITTLE = 48L << 20;

  private static final long MUCH = 192L << 20;
  private static final long ROWS_A_SHORT_DAY = 20_000;
  private static final List<Integer> HISTORIES = List.of(10, 100, 1_000);
  private static final Duration FAR = Duration.ofMillis(25);

  private final S3Server server;
  private final Path directory;
  private final DatasetDefinition definition = Telemetry.definition();

  private QueryBenchmark(S3Server server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /// Runs all of it and prints tables; plots go to the files that it names.
  public static void run() throws Exception {
    Path directory = Files.createTempDirectory("tarn-queries-");
    try (S3Server server = S3Server.start()) {
      QueryBenchmark benchmark = new QueryBenchmark(server, directory);
      for (int days : DAYS) {
        benchmark.compare(days);
      }
      benchmark.grow();
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private S3Store newBucket() {
    return S3Store.open(
        S3StoreConfiguration.at(
            server.endpoint(),
            server.createBucket(),
            new S3Credentials(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)),
        Clock.systemUTC());
  }

  private void compare(int days) throws Exception {
    try (S3Store store = newBucket()) {
      History history =
          History.make(store, definition, days, ROWS / days, directory.resolve("local-" + days));
      Map<String, Way> ways = new LinkedHashMap<>();
      List<Function> functions = new ArrayList<>();
      try (LocalDuckDb local = LocalDuckDb.over(history.files())) {
        ways.put("DuckDB, local files", local);
        for (Duration delay : List.of(Duration.ZERO, FAR)) {
          ObjectStore away = SlowStore.of(store, delay);
          String suffix = ", " + delay.toMillis() + " ms";
          Function kept = function(away, LITTLE);
          functions.add(kept);
          ways.put("Tarn" + suffix, kept);
          ways.put("Tarn, 2 GB of /tmp" + suffix, function(away, MUCH));
          ways.put("Tarn, nothing kept" + suffix, question -> function(away, LITTLE).ask(question));
          ways.put("whole files, DuckDB" + suffix, wholeFiles(away));
        }
        ways.put(SLOW, new AvroFiles(history, definition));
        Timings timings = new Timings();
        List<String> reads = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
          for (Question question : questions(days, round)) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
              if (way.getKey().equals(SLOW) && round > SLOW_ROUNDS) {
                continue;
              }
              long begin = System.nanoTime();
              var _ = way.getValue().ask(question);
              // The first round loads and compiles.
              if (round > 0) {
                timings.add(question.name(), way.getKey(), (System.nanoTime() - begin) / 1e6);
              }
            }
            if (round == 0) {
              reads.add(reads(question, functions.getFirst(), history));
            }
          }
          System.out.println("round " + round + " of " + ROUNDS);
        }
        reads.forEach(System.out::println);
        timings.print(List.copyOf(ways.keySet()));
        Path plot = Path.of("queries-%d-files.svg".formatted(days)).toAbsolutePath();
        Files.writeString(plot, new Plot(timings, List.copyOf(ways.keySet())).svg());
        System.out.println("\nplot: " + plot);
      }
    }
  }

  private static List<Question> questions(int days, int round) {
    List<Question> questions = new ArrayList<>();
    questions.add(Questions.nothing());
    questions.addAll(Questions.of(History.FIRST, days, round));
    return questions;
  }

  private static String reads(Question question, Function function, History history) {
    return String.format(
        Locale.ROOT,
        "%s: %,.0f of %,d bytes (%.2f %%), %.0f files, %.0f requests",
        question.name(),
        function.statistic("bytesFetched"),
        history.bytes(),
        100 * function.statistic("bytesFetched") / history.bytes(),
        function.statistic("filesScanned"),
        function.statistic("requests"));
  }

  private Function function(ObjectStore store, long cacheBytes) throws IOException {
    return new Function(store, Files.createTempDirectory(directory, "function-"), cacheBytes);
  }

  private WholeFiles wholeFiles(ObjectStore store) throws IOException {
    Table table =
        new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT)
            .open(definition.name())
            .orElseThrow();
    return new WholeFiles(table, store, Files.createTempDirectory(directory, "whole-"));
  }

  /// The same question of one day, over ever more days of history.
  private void grow() throws Exception {
    System.out.println();
    System.out.println("| days | files | requests | bytes fetched | ms, 25 ms a request | cost |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int days : HISTORIES) {
      try (S3Store store = newBucket()) {
        var _ =
            History.make(
                store, definition, days, ROWS_A_SHORT_DAY, directory.resolve("days-" + days));
        Function function = function(SlowStore.of(store, FAR), LITTLE);
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
          Question question = Questions.of(History.FIRST, days, round).getFirst();
          long begin = System.nanoTime();
          var _ = function.ask(question);
          if (round > 0) {
            millis.add((System.nanoTime() - begin) / 1e6);
          }
        }
        System.out.printf(
            Locale.ROOT,
            "| %,d | %,.0f | %.0f | %,.0f | %,.0f | $%.9f |%n",
            days,
            function.statistic("filesTotal"),
            function.statistic("requests"),
            function.statistic("bytesFetched"),
            Timings.median(millis),
            function.statistic("costUsd"));
      }
    }
  }
}
