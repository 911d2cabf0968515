package dev.tarn.benchmarks;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dagger.Component;
import dev.tarn.api.Operation;
import dev.tarn.benchmarks.hello.BareHelloWorld;
import dev.tarn.benchmarks.hello.HelloWorld;
import dev.tarn.benchmarks.hello.HttpHelloWorld;
import dev.tarn.benchmarks.hello.StoringHelloWorld;
import dev.tarn.local.runtime.ClassSharing;
import dev.tarn.local.runtime.DeployedFunction;
import dev.tarn.local.runtime.FunctionProcess;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.local.runtime.InvocationOutcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/// From the start of a function's process to its first answer, under AWS's runtime client: as it
/// is, restored from its snapshot, and with an ahead-of-time cache; next to four hello worlds. The
/// first answers are those that the functions are there for: a record committed, a query answered,
/// the exports of a dataset listed, all over a real S3 server on this machine.
///
/// A snapshot cannot be taken here: a process that has run its hooks waits for its first
/// invocation, and what Lambda needs to bring it back comes on top. Runs alternate; medians count.
final class ColdStartBenchmark {
  private static final int RUNS = 9;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ColdStartBenchmark() {}

  private enum Start {
    PLAIN("plain"),
    RESTORED("restored, primed"),
    CACHED("with an AOT cache");

    private final String label;

    Start(String label) {
      this.label = label;
    }
  }

  /// A function that is measured, and what is asked of it; nothing in particular if it is empty.
  private record Subject(String name, DeployedFunction function, Optional<Operation> operation) {}

  private record Run(String subject, Start start, double millis, double processorMillis) {}

  static void run() throws IOException, InterruptedException {
    try (FunctionLake lake = FunctionLake.open()) {
      List<Subject> subjects =
          List.of(
              new Subject("hello world", lake.hello(HelloWorld.class), Optional.empty()),
              new Subject(
                  "HTTP hello world",
                  lake.hello(
                      HttpHelloWorld.class,
                      APIGatewayV2HTTPEvent.class,
                      Component.class,
                      Inject.class),
                  Optional.empty()),
              new Subject("bare hello world", lake.hello(BareHelloWorld.class), Optional.empty()),
              new Subject(
                  "storing hello world",
                  lake.hello(StoringHelloWorld.class, Operation.Function.INGEST),
                  Optional.empty()),
              new Subject(
                  "ingest",
                  lake.function(Operation.Function.INGEST),
                  Optional.of(Operation.POST_RECORDS)),
              new Subject(
                  "query",
                  lake.function(Operation.Function.QUERY),
                  Optional.of(Operation.POST_QUERY)),
              new Subject(
                  "export",
                  lake.function(Operation.Function.EXPORT),
                  Optional.of(Operation.LIST_EXPORTS)));
      for (Subject subject : subjects) {
        record(lake, subject);
      }
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i <= RUNS; i++) {
        for (Start start : Start.values()) {
          for (Subject subject : subjects) {
            Run run = measure(lake, subject, start);
            // The first round fills the operating system's caches.
            if (i > 0) {
              runs.add(run);
            }
          }
        }
        System.out.println("round " + i + " of " + RUNS);
      }
      print(subjects, runs);
    }
  }

  private static Path cache(FunctionLake lake, Subject subject) {
    return lake.directory().resolve(subject.name().replace(' ', '-') + ".aot");
  }

  /// A first answer, and a second, are what the cache is recorded from.
  private static void record(FunctionLake lake, Subject subject)
      throws IOException, InterruptedException {
    Path cache = cache(lake, subject);
    DeployedFunction function =
        subject.function().under(lake.runtime().sharing(new ClassSharing.Recorded(cache)));
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    try (FunctionProcess process = function.start(line -> log.add(line.text()))) {
      answer(process, lake, subject);
      answer(process, lake, subject);
      if (!process.end(PATIENCE) || !Files.exists(cache)) {
        throw new IOException("no cache of " + subject.name() + ": " + String.join("\n", log));
      }
    }
    System.out.printf(Locale.ROOT, "cache of %s: %,d bytes%n", subject.name(), Files.size(cache));
  }

  private static Run measure(FunctionLake lake, Subject subject, Start start)
      throws IOException, InterruptedException {
    DeployedFunction function =
        switch (start) {
          case PLAIN -> subject.function();
          case RESTORED ->
              subject
                  .function()
                  .with(subject.function().settings().initializedBy(InitializationType.SNAP_START));
          case CACHED ->
              subject
                  .function()
                  .under(lake.runtime().sharing(new ClassSharing.Cached(cache(lake, subject))));
        };
    byte[] event = event(lake, subject);
    long begin = System.nanoTime();
    try (FunctionProcess process = function.start(_ -> {})) {
      Duration before = Duration.ZERO;
      if (start == Start.RESTORED) {
        var _ = process.awaitInitialized(PATIENCE);
        before = process.processorTime();
        begin = System.nanoTime();
      }
      check(subject, process.invoke(UUID.randomUUID().toString(), event, PATIENCE));
      double millis = (System.nanoTime() - begin) / 1e6;
      return new Run(
          subject.name(), start, millis, process.processorTime().minus(before).toMillis());
    } catch (TimeoutException e) {
      throw new IOException(subject.name() + " was not initialized in time", e);
    }
  }

  private static void answer(FunctionProcess process, FunctionLake lake, Subject subject)
      throws InterruptedException {
    check(subject, process.invoke(UUID.randomUUID().toString(), event(lake, subject), PATIENCE));
  }

  private static byte[] event(FunctionLake lake, Subject subject) throws InterruptedException {
    return subject.operation().isPresent() ? lake.event(subject.operation().get()) : lake.event();
  }

  private static void check(Subject subject, InvocationOutcome outcome) {
    if (outcome instanceof InvocationOutcome.Answered(byte[] document)) {
      String text = new String(document, StandardCharsets.UTF_8);
      if (text.contains("\"statusCode\":20")) {
        return;
      }
      throw new IllegalStateException(subject.name() + " answered " + text);
    }
    throw new IllegalStateException(subject.name() + ": " + outcome.fault());
  }

  private static void print(List<Subject> subjects, List<Run> runs) {
    System.out.println();
    System.out.println(
        "| start | function | first answer, ms (least to most) | × hello world |"
            + " × plain hello world | CPU, ms |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    double plain = median(runs, subjects.getFirst(), Start.PLAIN, Run::millis);
    for (Start start : Start.values()) {
      double hello = median(runs, subjects.getFirst(), start, Run::millis);
      for (Subject subject : subjects) {
        double[] millis = sorted(runs, subject, start, Run::millis);
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %,.0f (%,.0f–%,.0f) | %.2f | %.2f | %,.0f |%n",
            start.label,
            subject.name(),
            millis[millis.length / 2],
            millis[0],
            millis[millis.length - 1],
            millis[millis.length / 2] / hello,
            millis[millis.length / 2] / plain,
            median(runs, subject, start, Run::processorMillis));
      }
    }
  }

  private static double median(
      List<Run> runs, Subject subject, Start start, ToDoubleFunction<Run> figure) {
    double[] sorted = sorted(runs, subject, start, figure);
    return sorted[sorted.length / 2];
  }

  private static double[] sorted(
      List<Run> runs, Subject subject, Start start, ToDoubleFunction<Run> figure) {
    return runs.stream()
        .filter(run -> run.subject().equals(subject.name()) && run.start() == start)
        .mapToDouble(figure)
        .sorted()
        .toArray();
  }
}
