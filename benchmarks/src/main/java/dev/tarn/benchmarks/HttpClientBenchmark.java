package dev.tarn.benchmarks;

import dev.tarn.s3server.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What each HTTP client of the AWS SDK takes until the first object is read, in a process of its
/// own each time, and per object from then on. Runs alternate; medians count. The server is on this
/// machine, without TLS.
final class HttpClientBenchmark {
  private static final int RUNS = 9;

  private HttpClientBenchmark() {}

  private record Run(
      StoreRead.Client client,
      double millis,
      double processorMillis,
      double classes,
      double microsEach) {}

  static void run() throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    try (S3Server server = S3Server.start()) {
      String bucket = server.createBucket();
      for (int i = 0; i <= RUNS; i++) {
        for (StoreRead.Client client : StoreRead.Client.values()) {
          Run run = measure(client, server, bucket);
          // The first round fills the operating system's caches.
          if (i > 0) {
            runs.add(run);
          }
        }
      }
    }
    System.out.println();
    System.out.println(
        "| client | first object, ms | × least | CPU, ms | classes | each further object, µs |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    double least =
        Arrays.stream(StoreRead.Client.values())
            .mapToDouble(client -> median(runs, client, Run::millis))
            .min()
            .orElseThrow();
    for (StoreRead.Client client : StoreRead.Client.values()) {
      double millis = median(runs, client, Run::millis);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %.2f | %,.0f | %,.0f | %,.0f |%n",
          client,
          millis,
          millis / least,
          median(runs, client, Run::processorMillis),
          median(runs, client, Run::classes),
          median(runs, client, Run::microsEach));
    }
  }

  private static Run measure(StoreRead.Client client, S3Server server, String bucket)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreRead.class.getName(),
                client.name(),
                server.endpoint().toString(),
                bucket)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String first = output.readLine();
      double millis = (System.nanoTime() - begin) / 1e6;
      String each = output.readLine();
      if (process.waitFor() != 0 || first == null || each == null) {
        throw new IOException("reading with " + client + " failed");
      }
      String[] figures = first.split(" ", -1);
      return new Run(
          client,
          millis,
          Double.parseDouble(figures[0]),
          Double.parseDouble(figures[1]),
          Double.parseDouble(each));
    }
  }

  private static double median(
      List<Run> runs, StoreRead.Client client, ToDoubleFunction<Run> figure) {
    double[] sorted =
        runs.stream().filter(run -> run.client() == client).mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
