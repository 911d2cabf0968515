package dev.tarn.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.benchmarks.query.SlowStore;
import dev.tarn.function.ingest.IngestComponent;
import dev.tarn.function.ingest.IngestHandler;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.s3server.S3Server;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.s3.S3Credentials;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// How many messages of a queue the ingest function writes in a second, by the size of its batches,
/// as SQS hands them over and over an S3 server on this machine.
final class EventsBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FAR = Duration.ofMillis(25);
  private static final int WARM_UP = 30;
  private static final int BATCHES = 15;
  private static final int MOST_RECORDS_A_ROW = 200_000;

  /// With what SQS adds, some more would be over what Lambda hands to a function.
  private static final int MOST_MESSAGES = 6_000;

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1),
          new Shape(10, 1),
          new Shape(100, 1),
          new Shape(1_000, 1),
          new Shape(MOST_MESSAGES, 1),
          new Shape(100, 100));

  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              EventsBenchmark.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, method, _) ->
                  switch (method.getName()) {
                    case "getAwsRequestId" -> "benchmark";
                    case "getRemainingTimeInMillis" -> 300_000;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private EventsBenchmark() {}

  /// One kind of batch.
  ///
  /// @param records of each message
  private record Shape(int messages, int records) {
    int rows() {
      return messages * records;
    }
  }

  /// Measures, and prints the table of `docs/benchmarks.md`.
  static void run() throws IOException {
    System.out.println(
        "| messages | records each | records/s, 0 ms | ms a batch | records/s, 25 ms a request |"
            + " ms a batch | commits | requests | delivered again, ms |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    try (S3Server server = S3Server.start()) {
      for (Shape shape : SHAPES) {
        Figures near = measure(server, shape, Duration.ZERO);
        Figures far = measure(server, shape, FAR);
        System.out.printf(
            Locale.ROOT,
            "| %,d | %,d | %,.0f | %,.1f | %,.0f | %,.1f | %.2f | %.1f | %,.1f |%n",
            shape.messages(),
            shape.records(),
            shape.rows() / near.millis() * 1e3,
            near.millis(),
            shape.rows() / far.millis() * 1e3,
            far.millis(),
            near.commits(),
            near.requests(),
            near.againMillis());
      }
    }
  }

  /// @param millis a batch takes, in the median
  /// @param commits of a batch
  /// @param requests of a batch, in the mean
  /// @param againMillis the last batch takes when it is delivered again
  private record Figures(double millis, double commits, double requests, double againMillis) {}

  private static Figures measure(S3Server server, Shape shape, Duration delay) throws IOException {
    try (S3Store bucket =
        S3Store.open(
            S3StoreConfiguration.at(
                server.endpoint(),
                server.createBucket(),
                new S3Credentials(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)),
            Clock.systemUTC())) {
      MeteredStore store = new MeteredStore(SlowStore.of(bucket, delay));
      Table table =
          new DeltaTables(bucket, Clock.systemUTC(), DeltaSettings.DEFAULT)
              .create(Telemetry.definition())
              .orElseThrow();
      IngestHandler function =
          new IngestHandler(
              IngestComponent.factory()
                  .create(
                      store,
                      new MemoryMetrics(),
                      Clock.systemUTC(),
                      AccessSettings.WITHOUT_TOKENS));
      int batches = Math.min(BATCHES, Math.max(5, MOST_RECORDS_A_ROW / shape.rows()));
      int warmUp = Math.min(WARM_UP, Math.max(5, MOST_RECORDS_A_ROW / shape.rows()));
      byte[] event = new byte[0];
      for (int i = 0; i < warmUp; i++) {
        send(function, event(shape, i));
      }
      long version = table.snapshot(new SnapshotTime.Latest()).version();
      StoreUsage usage = store.usage();
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        event = event(shape, warmUp + i);
        millis.add(send(function, event));
      }
      double commits =
          (double) (table.snapshot(new SnapshotTime.Latest()).version() - version) / batches;
      double requests = (double) store.usage().minus(usage).requests() / batches;
      return new Figures(median(millis), commits, requests, send(function, event));
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static double send(IngestHandler function, byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long begin = System.nanoTime();
    function.handleRequest(new ByteArrayInputStream(event), answer, CONTEXT);
    double millis = (System.nanoTime() - begin) / 1e6;
    JsonNode failed = JSON.readTree(answer.toByteArray()).path("batchItemFailures");
    if (!failed.isArray() || !failed.isEmpty()) {
      throw new IOException("messages failed: " + failed);
    }
    return millis;
  }

  private static byte[] event(Shape shape, long seed) throws IOException {
    String[] lines =
        new String(Telemetry.lines(shape.rows(), seed), StandardCharsets.UTF_8).split("\n");
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (int i = 0; i < shape.messages(); i++) {
      List<String> body = List.of(lines).subList(i * shape.records(), (i + 1) * shape.records());
      ObjectNode message = records.addObject();
      message.put("messageId", UUID.randomUUID().toString());
      message.put("receiptHandle", "handle");
      message.put(
          "body", shape.records() == 1 ? body.getFirst() : "[" + String.join(",", body) + "]");
      message
          .putObject("attributes")
          .put("ApproximateReceiveCount", "1")
          .put("SentTimestamp", Long.toString(System.currentTimeMillis()));
      message
          .putObject("messageAttributes")
          .putObject("dataset")
          .put("stringValue", "telemetry")
          .put("dataType", "String");
      message.put("eventSource", "aws:sqs");
      message.put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:tarn-ingest");
      message.put("awsRegion", "us-east-1");
    }
    return JSON.writeValueAsBytes(event);
  }
}
