package dev.tarn.local.infra;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.LocalFunctions;
import dev.tarn.local.gateway.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// What the functions measure while they do all that they are for, once, over a lake of its own.
final class MeasuredRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}}
      """;
  private static final int BATCHES = 5;

  private final Path lake;
  private final Map<Operation.Function, RequestStreamHandler> functions;

  private MeasuredRun(Path lake) {
    this.lake = lake;
    this.functions = LocalFunctions.standard().open(new LakeLocation.Directory(lake)).functions();
  }

  /// One name under which a function measured.
  record Series(String function, String metric, String unit) implements Comparable<Series> {
    @Override
    public int compareTo(Series other) {
      return toString().compareTo(other.toString());
    }
  }

  /// Does it all in the directory `lake`, and tells what was measured.
  static Set<Series> over(Path lake) throws IOException {
    MeasuredRun run = new MeasuredRun(lake);
    run.ingest();
    run.upload();
    run.query();
    run.export();
    run.maintain();
    return run.measured();
  }

  private void ingest() throws IOException {
    request(Operation.PUT_DATASET, DEFINITION, "", 201);
    for (int batch = 0; batch < BATCHES; batch++) {
      request(Operation.POST_RECORDS, "{\"time\": \"2026-01-01T10:00:00Z\"}", "b" + batch, 201);
    }
    request(Operation.POST_RECORDS, "{\"time\": \"2026-01-01T10:00:00Z\"}", "b0", 201);
    request(Operation.POST_RECORDS, "{\"time\": \"yesterday\"}", "", 422);
    records("{\"time\": \"yesterday\"}");
  }

  /// One file that fits and one that does not.
  private void upload() throws IOException {
    for (String time : List.of("2026-01-01T10:00:00Z", "yesterday")) {
      String id =
          request(Operation.POST_UPLOAD, "{\"contentType\": \"application/x-ndjson\"}", "", 201)
              .path("uploadId")
              .asText();
      String key = "uploads/readings/" + id;
      Path file = lake.resolve(key);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, "{\"time\": \"" + time + "\"}\n");
      ObjectNode event =
          JSON.createObjectNode().put("source", "aws.s3").put("detail-type", "Object Created");
      ObjectNode detail = event.putObject("detail");
      detail.putObject("bucket").put("name", "tarn");
      detail.putObject("object").put("key", key);
      JsonNode answer = handle(Operation.Function.INGEST, event);
      if (!answer.path("batchItemFailures").isEmpty()) {
        throw new AssertionError("upload " + id + " is not over: " + answer);
      }
    }
  }

  private void query() throws IOException {
    request(Operation.POST_QUERY, "{\"sql\": \"SELECT count(*) AS n FROM readings\"}", "", 200);
    request(Operation.POST_QUERY, "{\"sql\": \"SELECT\"}", "", 400);
  }

  private void export() throws IOException {
    // Each day since then is a window to export.
    Instant from = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
    request(Operation.PUT_SCHEDULE, "{\"every\": \"day\", \"from\": \"" + from + "\"}", "", 201);
    handle(
        Operation.Function.EXPORT,
        JSON.createObjectNode().put("task", "exports").put("time", Instant.now().toString()));
    JsonNode asked =
        request(Operation.POST_EXPORT, "{\"sql\": \"SELECT time FROM readings\"}", "", 202);
    message(asked.path("exportId").asText());
    request(Operation.POST_EXPORT, "{\"format\": \"stone\"}", "", 400);
  }

  private void maintain() throws IOException {
    JsonNode started =
        request(
            Operation.POST_MAINTENANCE,
            "{\"tasks\": [\"compact\", \"expire\", \"audit\"]}",
            "",
            202);
    for (JsonNode job : started.path("jobs")) {
      message(job.path("jobId").asText());
    }
    message(request(Operation.POST_REPLAY, "{}", "", 202).path("jobId").asText());
  }

  private Set<Series> measured() throws IOException {
    Set<Series> measured = new TreeSet<>();
    for (JsonNode series : request(Operation.GET_METRICS, "", "", 200).path("series")) {
      measured.add(
          new Series(
              series.path("function").asText(),
              series.path("name").asText(),
              series.path("unit").asText()));
    }
    return measured;
  }

  private JsonNode request(Operation operation, String body, String key, int status)
      throws IOException {
    ObjectNode event =
        JSON.createObjectNode()
            .put("version", "2.0")
            .put("routeKey", operation.routeKey())
            .put("rawPath", operation.path())
            .put("isBase64Encoded", false);
    if (!body.isEmpty()) {
      event.put("body", body);
    }
    event.putObject("pathParameters").put("dataset", "readings").put("name", "daily");
    event.putObject("requestContext").put("requestId", UUID.randomUUID().toString());
    ObjectNode headers = event.putObject("headers").put("content-type", "application/json");
    if (operation == Operation.POST_RECORDS) {
      headers.put("content-type", "application/x-ndjson");
    }
    if (!key.isEmpty()) {
      headers.put("idempotency-key", key);
    }
    JsonNode answer = handle(operation.function(), event);
    if (answer.path("statusCode").asInt() != status) {
      throw new AssertionError(operation + " was answered with " + answer);
    }
    return JSON.readTree(answer.path("body").asText());
  }

  /// Has ingest take a message for the dataset off its queue, and one for none.
  private void records(String body) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (String dataset : List.of("readings", "nobody's")) {
      ObjectNode record =
          records
              .addObject()
              .put("messageId", "m-" + dataset)
              .put("receiptHandle", "h")
              .put("body", body)
              .put("eventSource", "aws:sqs")
              .put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:tarn-ingest");
      record
          .putObject("attributes")
          .put("ApproximateReceiveCount", "1")
          .put("SentTimestamp", "1767268800000");
      record.putObject("messageAttributes").putObject("dataset").put("stringValue", dataset);
    }
    JsonNode failures = handle(Operation.Function.INGEST, event).path("batchItemFailures");
    if (failures.size() != 1 || !failures.at("/0/itemIdentifier").asText().contains("nobody")) {
      throw new AssertionError("others failed: " + failures);
    }
  }

  private void message(String job) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    event
        .putArray("Records")
        .addObject()
        .put("messageId", "m")
        .put("receiptHandle", "h")
        .put("body", job)
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:tarn-jobs")
        .putObject("attributes")
        .put("ApproximateReceiveCount", "1");
    JsonNode answer = handle(Operation.Function.EXPORT, event);
    if (!answer.path("batchItemFailures").isEmpty()) {
      throw new AssertionError("job " + job + " failed: " + answer);
    }
  }

  private JsonNode handle(Operation.Function function, JsonNode event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (PrintStream log =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Objects.requireNonNull(functions.get(function))
          .handleRequest(
              new ByteArrayInputStream(JSON.writeValueAsBytes(event)),
              answer,
              new LocalContext(function, UUID.randomUUID().toString(), Duration.ofMinutes(1), log));
    }
    return JSON.readTree(answer.toByteArray());
  }
}
