package dev.tarn.local.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.cost.CostModel;
import dev.tarn.cost.Demand;
import dev.tarn.cost.Deployment;
import dev.tarn.cost.Fleet;
import dev.tarn.cost.Timing;
import dev.tarn.cost.Workload;
import dev.tarn.function.ingest.IngestComponent;
import dev.tarn.function.ingest.IngestHandler;
import dev.tarn.function.query.QueryComponent;
import dev.tarn.function.query.QueryHandler;
import dev.tarn.function.query.QueryResources;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.price.ListPrice;
import dev.tarn.query.QueryLimits;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/// What the model reckons with for a batch and a query, against what the functions ask of a store
/// that counts.
class CountedRequestsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String RECORDS = "POST /v1/datasets/{dataset}/records";
  private static final long MEMORY = 2_048;
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "device", "type": "string"}]}, "eventTime": "time"}
      """;

  /// One device that sends a record in each of 100,000 requests a month, to one dataset of which
  /// 100 queries a day are made.
  private static final Workload WORKLOAD =
      new Workload(
          new Fleet(1, 100_000.0 / 730, 100, 1, 1, 8, 365),
          new Demand(100, 1, 0, 0, 0),
          Deployment.DEFAULT,
          Timing.DEFAULT);

  private final MeteredStore store = new MeteredStore(new MemoryStore(Clock.systemUTC()));
  private final IngestHandler ingest =
      new IngestHandler(
          IngestComponent.factory()
              .create(
                  store, new MemoryMetrics(), Clock.systemUTC(), AccessSettings.WITHOUT_TOKENS));
  private QueryHandler query = new QueryHandler(queryComponent(Path.of("none")));

  @BeforeEach
  void start(@TempDir Path scratch) throws IOException {
    query = new QueryHandler(queryComponent(scratch));
    assertThat(call(ingest, "PUT /v1/datasets/{dataset}", DEFINITION).path("statusCode").asInt())
        .isEqualTo(201);
  }

  private QueryComponent queryComponent(Path scratch) {
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(20), 1L << 30, 256L << 20, 2, 64L << 20, 1_000, 1_000_000);
    return QueryComponent.factory()
        .create(
            new QueryResources(limits, scratch, scratch.resolve("cache"), 0, MEMORY),
            store,
            new MemoryMetrics(),
            Clock.systemUTC(),
            AccessSettings.WITHOUT_TOKENS);
  }

  @Test
  void aBatchTakesThePutsThatTheModelReckonsWith() throws IOException {
    post(1);
    StoreUsage before = store.usage();
    post(2);
    StoreUsage batch = store.usage().minus(before);

    assertThat((double) batch.puts()).isEqualTo(perMonth("puts of batches") / 100_000);
    assertThat(batch.requests()).isEqualTo(batch.puts());
  }

  @Test
  void aHundredBatchesWriteTheCheckpointsThatTheModelReckonsWith() throws IOException {
    StoreUsage before = store.usage();
    for (int i = 1; i <= 100; i++) {
      post(i);
    }
    StoreUsage batches = store.usage().minus(before);

    assertThat((double) batches.puts())
        .isEqualTo((perMonth("puts of batches") + perMonth("puts of checkpoints")) / 100_000 * 100);
  }

  @Test
  void aQueryTakesTheListingThatTheModelReckonsWithAndAReadForEachFileAndCommit()
      throws IOException {
    post(1);
    var _ = select();
    StoreUsage before = store.usage();
    post(2);
    StoreUsage written = store.usage();
    var _ = select();
    StoreUsage asked = store.usage().minus(written);

    assertThat(written.minus(before).puts()).isEqualTo(3);
    assertThat((double) asked.lists())
        .isCloseTo(perMonth("listings of queries") / (100 * 730 / 24.0), within(1e-9));
    // Two files that are not merged yet, and the commit since the query before.
    assertThat(asked.gets()).isEqualTo(3);
    assertThat(asked.puts()).isZero();
  }

  @Test
  void theCostInAnAnswerIsOfTheSamePrices() throws IOException {
    post(1);
    var _ = select();
    StoreUsage before = store.usage();
    String body = select().path("body").asText();
    StoreUsage asked = store.usage().minus(before);
    JsonNode statistics = MAPPER.readTree(body).path("stats");
    long answerBytes = body.indexOf(",\"stats\"");

    BigDecimal gigabyteSeconds =
        new BigDecimal(statistics.path("elapsedMs").asLong() * MEMORY)
            .divide(new BigDecimal(1_024 * 1_000), 12, RoundingMode.HALF_UP);
    BigDecimal expected =
        ListPrice.STORE_READ
            .of(new BigDecimal(asked.gets()))
            .add(ListPrice.STORE_WRITE.of(new BigDecimal(asked.lists())))
            .add(ListPrice.COMPUTE.of(gigabyteSeconds))
            .add(ListPrice.INVOCATION.one())
            .add(ListPrice.API_REQUEST.one())
            .add(
                ListPrice.TRANSFER_OUT.of(
                    new BigDecimal(answerBytes)
                        .divide(new BigDecimal(1 << 30), 18, RoundingMode.HALF_UP)));
    assertThat(answerBytes).isPositive();
    assertThat(statistics.path("requests").asLong()).isEqualTo(asked.requests());
    assertThat(statistics.path("listRequests").asLong()).isEqualTo(asked.lists());
    assertThat(statistics.findValue("costUsd").decimalValue())
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(new BigDecimal("0.000000001")));
  }

  private static double perMonth(String what) {
    return new CostModel(false)
        .estimate(WORKLOAD).lines().stream()
            .filter(line -> line.usage().what().equals(what))
            .mapToDouble(line -> line.usage().amount())
            .sum();
  }

  private void post(int second) throws IOException {
    JsonNode answer =
        call(
            ingest,
            RECORDS,
            "{\"time\": \"2026-01-01T00:%02d:%02dZ\", \"device\": \"a\"}"
                .formatted(second / 60, second % 60));
    assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(201);
  }

  private JsonNode select() throws IOException {
    JsonNode answer =
        call(query, "POST /v1/query", "{\"sql\": \"SELECT max(device) AS d FROM readings\"}");
    assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  private static JsonNode call(RequestStreamHandler handler, String route, String body)
      throws IOException {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "2.0").put("routeKey", route).put("rawPath", "/").put("body", body);
    Map.of("content-type", "application/json", "accept", "application/json")
        .forEach(event.putObject("headers")::put);
    event.putObject("pathParameters").put("dataset", "readings");
    event.putObject("requestContext").put("requestId", "req");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.toString().getBytes(UTF_8)),
        out,
        Mockito.mock(Context.class));
    return MAPPER.readTree(out.toByteArray());
  }
}
