package dev.tarn.metric.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Measurements sent to, and read from, a CloudWatch that others wrote: moto, where its server is
/// on the path.
class CloudWatchMotoIT {
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  /// No attempt is given up, which would have its measurements twice.
  private static final CloudWatchPatience PATIENCE =
      new CloudWatchPatience(
          1,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  private static final String REGION = "eu-central-1";

  @Test
  void whatIsSentIsReadAgain() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "moto_server"))),
        "moto_server is not on the PATH, so CloudWatch is tested against the stub alone");
    int port = freePort();
    Process server =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitListening(server, port);
      sendAndRead(URI.create("http://127.0.0.1:" + port));
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void sendAndRead(URI endpoint) {
    Clock clock = Clock.systemUTC();
    CloudWatchMetrics metrics =
        new CloudWatchMetrics(
            "ingest",
            CloudWatchClients.client(REGION, Optional.of(endpoint), CREDENTIALS, PATIENCE),
            clock,
            PATIENCE,
            CloudWatchMetrics.DEFAULT_CAPACITY);
    try (metrics) {
      for (int i = 0; i < 600; i++) {
        metrics.record(
            "orders",
            List.of(
                new Measurement("BytesWritten", i, Measurement.Unit.BYTES),
                new Measurement("Rows", 1, Measurement.Unit.COUNT)));
      }
      metrics.record("-", List.of(new Measurement("Freshness", 2.5, Measurement.Unit.SECONDS)));
    }
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(1_201, 0, 0, 0));

    // What is measured in the present second is before the end of what is read.
    Clock later = Clock.offset(clock, Duration.ofSeconds(2));
    List<MetricSeries> series;
    try (var client =
        CloudWatchClients.readingClient(REGION, Optional.of(endpoint), CREDENTIALS, PATIENCE)) {
      series = new CloudWatchMetricsReader(client, later).since(Duration.ofHours(1));
    }

    assertThat(series)
        .extracting(each -> each.dataset() + " " + each.name() + " " + each.unit())
        .containsExactly("- Freshness SECONDS", "orders BytesWritten BYTES", "orders Rows COUNT");
    List<MetricSeries.Point> bytes = series.get(1).points();
    assertThat(bytes.stream().mapToDouble(MetricSeries.Point::sum).sum())
        .isEqualTo(600 * 599 / 2.0);
    assertThat(bytes.stream().mapToDouble(MetricSeries.Point::count).sum()).isEqualTo(600);
    assertThat(bytes.getFirst().min()).isZero();
    assertThat(bytes.getLast().max()).isEqualTo(599);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process server, int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      assertThat(server.isAlive()).as("moto_server lives").isTrue();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        assertThat(server.waitFor(100, TimeUnit.MILLISECONDS)).as("moto_server ended").isFalse();
      }
    }
  }
}
