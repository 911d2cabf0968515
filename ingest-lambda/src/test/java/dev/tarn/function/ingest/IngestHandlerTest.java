package dev.tarn.function.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

/// The function as Lambda calls it: events in, answers out, over a lake in memory.
final class IngestHandlerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORDS = "POST /v1/datasets/{dataset}/records";
  private static final String GOOD = "{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\"}";
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "device", "type": "string"},
        {"name": "celsius", "type": ["null", "double"], "default": null},
        {"name": "count", "type": ["null", "int"], "default": null},
        {"name": "tags", "type": ["null", {"type": "map", "values": "string"}], "default": null}]},
       "eventTime": "time", "clusterBy": ["device"]}
      """;

  private final MeteredStore store = new MeteredStore(new MemoryStore(Clock.systemUTC()));
  private final IngestHandler handler =
      new IngestHandler(
          IngestComponent.factory()
              .create(
                  store, new MemoryMetrics(), Clock.systemUTC(), AccessSettings.WITHOUT_TOKENS));

  @BeforeEach
  void createReadings() {
    assertThat(call("PUT /v1/datasets/{dataset}", Map.of(), bytes(DEFINITION)).status())
        .isEqualTo(201);
  }

  @Test
  void aBatchIsAnsweredWithItsReceiptWhichCanBeReadAgain() {
    Answer answer = records(Map.of("idempotency-key", "k1"), bytes(GOOD));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().path("version").asLong()).isEqualTo(1);
    assertThat(answer.body().path("accepted").asLong()).isEqualTo(1);
    assertThat(answer.body().path("firstEventTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(answer.headers()).containsKey("location").containsKey("x-request-id");

    Answer again = records(Map.of("idempotency-key", "k1"), bytes(GOOD));
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.headers()).containsEntry("x-tarn-replayed", "true");
    assertThat(again.body()).isEqualTo(answer.body());

    Answer receipt =
        call(
            "GET /v1/datasets/{dataset}/receipts/{batchId}",
            Map.of(),
            new byte[0],
            Map.of("dataset", "readings", "batchId", answer.body().path("batchId").asText()));
    assertThat(receipt.status()).isEqualTo(200);
    assertThat(receipt.body()).isEqualTo(answer.body());
  }

  @Test
  void healthSaysWhatRuns() {
    Answer answer = call("GET /v1/health/ingest", Map.of(), new byte[0]);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("function").asText()).isEqualTo("ingest");
    assertThat(answer.body().at("/versions/tarn").asText()).isNotEmpty().doesNotContain("$");
  }

  @Test
  void anIdempotencyKeyIsVisibleAsciiOfBoundedLength() {
    for (String key : new String[] {"", " ", "é", "a b", "x".repeat(201)}) {
      assertThat(records(Map.of("idempotency-key", key), bytes(GOOD)).status()).isEqualTo(400);
    }
    assertThat(records(Map.of("idempotency-key", "x".repeat(200)), bytes(GOOD)).status())
        .isEqualTo(201);
  }

  static Stream<Arguments> hostileBodies() {
    String record = "{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\"";
    return Stream.of(
        refused("an empty body", 400, ""),
        refused("white space alone", 400, " \n \n"),
        refused("no JSON", 400, "hello"),
        refused("a cut-off document", 400, "[" + record),
        refused("trailing garbage", 400, GOOD + " x"),
        refused("two documents", 400, GOOD + GOOD),
        refused("an empty array", 400, "[]"),
        refused("a number", 422, "[5]"),
        refused("an unpaired surrogate", 422, record.replace("\"a\"", "\"\\ud800\"") + "}"),
        refused("depth 100,000", 400, "[".repeat(100_000)),
        refused(
            "nested objects",
            422,
            record + ", \"tags\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}"),
        refused("a number of 1 MB", 422, record + ", \"celsius\": " + "9".repeat(1_000_000) + "}"),
        refused("a double too large", 422, record + ", \"celsius\": 1e999}"),
        refused("an int too large", 422, record + ", \"count\": 2147483648}"),
        refused("a fraction for an int", 422, record + ", \"count\": 1.5}"),
        refused("a wrong type", 422, record + ", \"celsius\": \"warm\"}"),
        refused("a missing field", 422, "{\"device\": \"a\"}"),
        refused("a null for a required field", 422, "{\"time\": null, \"device\": \"a\"}"),
        refused("an unknown field", 422, record + ", \"colour\": \"red\"}"),
        refused("a field given twice", 422, record + ", \"device\": \"b\"}"),
        refused("a time without zone", 422, GOOD.replace("Z", "")),
        refused("a day that is none", 422, GOOD.replace("01-01T", "02-30T")),
        refused("a time before year 1", 422, "{\"time\": -62135596800001, \"device\": \"a\"}"),
        refused("a time after year 9999", 422, "{\"time\": 253402300800000, \"device\": \"a\"}"));
  }

  private static Arguments refused(String name, int status, String body) {
    return Arguments.of(name, status, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileBodies")
  void aHostileBodyIsAProblemAndWritesNothing(String name, int status, String body) {
    StoreUsage before = store.usage();

    Answer answer = records(Map.of(), bytes(body));

    assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(status);
    assertThat(answer.body().path("type").asText()).startsWith("urn:tarn:problem:");
    assertThat(answer.body().path("detail").asText()).isNotBlank();
    if (status == 422) {
      assertThat(answer.body().at("/reasons/0/record").asInt(-1)).isZero();
      assertThat(answer.body().at("/reasons/0/code").asText()).isNotBlank();
      assertThat(answer.body().at("/reasons/0/detail").asText()).isNotBlank().hasSizeLessThan(500);
    }
    assertThat(store.usage().minus(before).puts()).isZero();
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithNothingWritten() {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xff},
          {(byte) 0xc0, (byte) 0xaf},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          {(byte) 0xf5, 1, 1, 1}
        }) {
      byte[] head = bytes("{\"time\": 1, \"device\": \"");
      byte[] body = Arrays.copyOf(head, head.length + bad.length + 2);
      System.arraycopy(bad, 0, body, head.length, bad.length);
      body[body.length - 2] = '"';
      body[body.length - 1] = '}';

      assertThat(records(Map.of(), body).status()).isIn(400, 422);
    }
  }

  @Test
  void compressedBodiesAreBoundedAndChecked() throws IOException {
    Map<String, String> gzip = Map.of("content-encoding", "gzip");
    byte[] good = gzip(bytes(GOOD));

    assertThat(records(gzip, good).status()).isEqualTo(201);
    assertThat(records(gzip, Arrays.copyOf(good, good.length - 9)).status()).isEqualTo(400);
    assertThat(records(gzip, gzip(new byte[80_000_000])).status()).isEqualTo(413);
    assertThat(records(Map.of(), new byte[6 * 1024 * 1024 + 1]).status()).isEqualTo(413);
    assertThat(records(Map.of("content-encoding", "br"), good).status()).isEqualTo(415);
  }

  @Test
  void whatTheRouteDoesNotTakeIsNamed() {
    assertThat(records(Map.of("content-type", "text/plain"), bytes(GOOD)).status()).isEqualTo(415);
    Answer parquet =
        records(Map.of("content-type", "application/vnd.apache.parquet"), bytes("PAR1"));
    assertThat(parquet.status()).isEqualTo(415);
    assertThat(parquet.body().path("detail").asText()).contains("uploads");
    Answer unknown =
        call(
            RECORDS,
            Map.of("content-type", "application/json"),
            bytes(GOOD),
            Map.of("dataset", "nothing_here"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("detail").asText()).contains("nothing_here");
    assertThat(
            call(
                    RECORDS,
                    Map.of("content-type", "application/json"),
                    bytes(GOOD),
                    Map.of("dataset", "../etc"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void oneBadLineOfManyIsFoundAtItsPlace() {
    String body = (GOOD + "\n").repeat(50) + "{\"time\": 1, \"device\": 7}\n" + GOOD;

    Answer answer = records(Map.of("content-type", "application/x-ndjson"), bytes(body));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/reasons/0/record").asInt()).isEqualTo(50);
    assertThat(answer.body().at("/reasons/0/pointer").asText()).isEqualTo("/device");
    assertThat(answer.body().at("/reasons/0/code").asText()).isEqualTo("type");
  }

  @Test
  void anUploadIsOpenedPutAndWritten() throws IOException {
    Answer opened =
        call(
            "POST /v1/datasets/{dataset}/uploads",
            Map.of("content-type", "application/json"),
            bytes(
                """
                {"contentType": "application/x-ndjson", "contentEncoding": "gzip"}
                """));
    assertThat(opened.status()).isEqualTo(201);
    String id = opened.body().path("uploadId").asText();
    assertThat(opened.headers()).containsEntry("location", "/v1/datasets/readings/receipts/" + id);
    assertThat(uploaded(id).path("status").asText()).isEqualTo("pending");

    var _ =
        store.put(
            new ObjectKey("uploads/readings/" + id), gzip(bytes((GOOD + "\n").repeat(1_000))));
    ObjectNode event = JSON.createObjectNode().put("detail-type", "Object Created");
    event.put("source", "aws.s3");
    event.putObject("detail").putObject("object").put("key", "uploads/readings/" + id);
    ObjectNode delivery = JSON.createObjectNode();
    ObjectNode message = delivery.putArray("Records").addObject();
    message.put("messageId", "m").put("receiptHandle", "h").put("body", event.toString());
    message.put("eventSource", "aws:sqs");
    message.put("eventSourceARN", "arn:aws:sqs:local:000000000000:tarn-uploads");
    message.putObject("attributes").put("ApproximateReceiveCount", "1");
    Context context = Mockito.mock(Context.class);
    Mockito.when(context.getAwsRequestId()).thenReturn("invocation");
    // Too little for a slice to begin.
    Mockito.when(context.getRemainingTimeInMillis()).thenReturn(-1_000);
    assertThat(handled(delivery, context).at("/batchItemFailures/0/itemIdentifier").asText())
        .isEqualTo("m");
    assertThat(uploaded(id).path("status").asText()).isEqualTo("pending");
    Mockito.when(context.getRemainingTimeInMillis()).thenReturn(29_000);
    assertThat(handled(delivery, context).path("batchItemFailures")).isEmpty();

    assertThat(uploaded(id).path("status").asText()).isEqualTo("committed");
    assertThat(uploaded(id).path("accepted").asLong()).isEqualTo(1_000);
  }

  private JsonNode uploaded(String id) {
    return call(
            "GET /v1/datasets/{dataset}/receipts/{batchId}",
            Map.of(),
            new byte[0],
            Map.of("dataset", "readings", "batchId", id))
        .body();
  }

  private JsonNode handled(ObjectNode event, Context context) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, context);
    return JSON.readTree(out.toByteArray());
  }

  private record Answer(int status, Map<String, String> headers, JsonNode body) {}

  private Answer records(Map<String, String> headers, byte[] body) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("content-type", "application/json"));
    all.putAll(headers);
    return call(RECORDS, all, body);
  }

  private Answer call(String routeKey, Map<String, String> headers, byte[] body) {
    return call(routeKey, headers, body, Map.of("dataset", "readings"));
  }

  private Answer call(
      String routeKey, Map<String, String> headers, byte[] body, Map<String, String> path) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", routeKey).put("rawPath", "/");
    headers.forEach(event.putObject("headers")::put);
    path.forEach(event.putObject("pathParameters")::put);
    event.putObject("requestContext").put("requestId", "req");
    event.put("isBase64Encoded", true).put("body", Base64.getEncoder().encodeToString(body));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(JSON.writeValueAsBytes(event)),
          out,
          Mockito.mock(Context.class));
      JsonNode answer = JSON.readTree(out.toByteArray());
      Map<String, String> answered = new LinkedHashMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(h -> answered.put(h.getKey(), h.getValue().asText()));
      return new Answer(
          answer.path("statusCode").asInt(), answered, JSON.readTree(answer.path("body").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
