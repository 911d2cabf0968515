package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.api.route.ExportRoutes;
import dev.tarn.api.route.IngestRoutes;
import dev.tarn.api.route.QueryRoutes;
import dev.tarn.catalog.Datasets;
import dev.tarn.engine.DuckDbEngine;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.PriceList;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the routes answer, compared with what the description says they do.
class ServedAnswersTest {
  private static final String DEFINITION =
      """
      {"schema":{"type":"record","name":"R","fields":[\
      {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},\
      {"name":"net","type":"string"},{"name":"magnitude","type":"double"}]},\
      "eventTime":"time","clusterBy":["net"],"retentionDays":30,"description":"Quakes",\
      "rowAccess":{"column":"net","claim":"net"}}\
      """;

  private static final String RECORDS =
      """
      {"time":"2018-01-31T01:49:59.650Z","net":"uw","magnitude":0.31}
      {"time":"2018-02-01T02:04:24.660Z","net":"mb","magnitude":1.35}
      """;

  private final ApiDescription description;
  private final Map<Operation, Endpoint> endpoints = new EnumMap<>(Operation.class);

  @TempDir private Path scratch;

  ServedAnswersTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @BeforeEach
  void serve() {
    ObjectStore store = new MemoryStore(Clock.systemUTC());
    Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
    MemoryMetrics metrics = new MemoryMetrics();
    Datasets datasets = new Datasets(tables);
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, IngestLimits.DEFAULT.days()),
            new StoredReceipts(store),
            metrics);
    SqlEngine engine = new DuckDbEngine();
    Querying querying =
        new Querying(
            tables,
            engine,
            new WholeFileFetcher(store, new FooterRowGroupCounter(), 4),
            new ScratchSpace(scratch),
            new QueryPrice(PriceList.US_EAST_1, 1_024),
            metrics);
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(20), 1L << 30, 256L << 20, 2, 64L << 20, 1_000, 1_000_000);
    endpoints.putAll(
        new IngestRoutes(datasets, ingestion, IngestLimits.DEFAULT, store).endpoints());
    endpoints.putAll(new QueryRoutes(datasets, querying, limits, engine, store).endpoints());
    endpoints.putAll(new ExportRoutes(store).endpoints());
  }

  @Test
  void everyOperationIsServed() {
    assertThat(endpoints.keySet()).isEqualTo(EnumSet.allOf(Operation.class));
  }

  @Test
  void whatSucceedsIsAnsweredAsDescribed() {
    assertAnswered(Operation.PUT_DATASET, 201, DEFINITION, Map.of());
    assertAnswered(Operation.PUT_DATASET, 200, DEFINITION, Map.of());
    assertAnswered(Operation.POST_RECORDS, 201, RECORDS, ndjson("k"));
    ApiResponse replayed = assertAnswered(Operation.POST_RECORDS, 201, RECORDS, ndjson("k"));
    assertThat(replayed.headers()).containsEntry("x-tarn-replayed", "true");
    String receipt = replayed.headers().getOrDefault("location", "");
    assertAnswered(
        Operation.GET_RECEIPT,
        200,
        "",
        Map.of(),
        Map.of("batchId", receipt.substring(receipt.lastIndexOf('/') + 1)));
    assertAnswered(Operation.GET_DATASET, 200, "", Map.of());
    assertAnswered(Operation.LIST_DATASETS, 200, "", Map.of());
    assertAnswered(Operation.GET_HISTORY, 200, "", Map.of());
    assertAnswered(
        Operation.POST_QUERY,
        200,
        "{\"sql\":\"SELECT net, magnitude, time FROM quakes ORDER BY 1\"}",
        Map.of());
    for (Operation health :
        Set.of(
            Operation.GET_HEALTH,
            Operation.GET_INGEST_HEALTH,
            Operation.GET_QUERY_HEALTH,
            Operation.GET_EXPORT_HEALTH)) {
      assertAnswered(health, 200, "", Map.of());
    }
  }

  @Test
  void rowsOnLinesCarryTheirStatisticsInAHeader() {
    assertAnswered(Operation.PUT_DATASET, 201, DEFINITION, Map.of());

    ApiResponse answer =
        assertAnswered(
            Operation.POST_QUERY,
            200,
            "{\"sql\":\"SELECT count(*) AS n FROM quakes\"}",
            Map.of("accept", "application/x-ndjson"));

    assertThat(
            SchemaCheck.faults(
                description,
                description.at("/components/schemas/QueryStatistics"),
                json(answer.headers().getOrDefault("x-tarn-stats", ""))))
        .isEmpty();
  }

  @Test
  void whatFailsIsAnsweredAsDescribed() {
    assertAnswered(Operation.GET_DATASET, 404, "", Map.of());
    assertAnswered(Operation.GET_HISTORY, 404, "", Map.of());
    assertAnswered(Operation.POST_RECORDS, 404, RECORDS, ndjson("k"));
    assertAnswered(Operation.PUT_DATASET, 412, DEFINITION, Map.of("if-match", "*"));
    assertAnswered(Operation.PUT_DATASET, 201, DEFINITION, Map.of());
    assertAnswered(Operation.PUT_DATASET, 400, "{", Map.of());
    assertAnswered(Operation.PUT_DATASET, 400, "{}", Map.of());
    assertAnswered(
        Operation.PUT_DATASET, 409, DEFINITION.replace("\"double\"", "\"int\""), Map.of());
    assertAnswered(Operation.PUT_DATASET, 413, " ".repeat(1_100_000), Map.of());
    assertAnswered(Operation.PUT_DATASET, 415, DEFINITION, Map.of("content-type", "text/csv"));
    assertAnswered(
        Operation.PUT_DATASET, 422, DEFINITION.replace("\"double\"", "[\"int\"]"), Map.of());
    assertAnswered(Operation.POST_RECORDS, 400, "{", ndjson("a"));
    assertAnswered(Operation.POST_RECORDS, 400, RECORDS, ndjson("two words"));
    assertAnswered(Operation.POST_RECORDS, 413, " ".repeat(6_300_000), ndjson("b"));
    assertAnswered(Operation.POST_RECORDS, 415, RECORDS, Map.of("content-type", "application/xml"));
    assertAnswered(Operation.POST_RECORDS, 422, "{\"time\":1,\"colour\":2}", ndjson("c"));
    assertAnswered(Operation.GET_RECEIPT, 404, "", Map.of(), Map.of("batchId", "never-seen"));
    assertAnswered(Operation.POST_QUERY, 400, "{\"sql\":\"DROP TABLE quakes\"}", Map.of());
    assertAnswered(Operation.POST_QUERY, 400, "{\"limit\":5}", Map.of());
    assertAnswered(Operation.POST_QUERY, 404, "{\"sql\":\"SELECT * FROM nothing\"}", Map.of());
    assertAnswered(
        Operation.POST_QUERY,
        404,
        "{\"sql\":\"SELECT * FROM quakes\",\"asOf\":{\"quakes\":99}}",
        Map.of());
    assertAnswered(
        Operation.POST_QUERY,
        406,
        "{\"sql\":\"SELECT 1 FROM quakes\"}",
        Map.of("accept", "text/html"));
    assertAnswered(Operation.POST_QUERY, 413, "{\"sql\":\"SELECT * FROM range(5000)\"}", Map.of());
    assertAnswered(
        Operation.POST_QUERY,
        415,
        "{\"sql\":\"SELECT 1 FROM quakes\"}",
        Map.of("content-type", "text/plain"));
  }

  private ApiResponse assertAnswered(
      Operation operation, int status, String body, Map<String, String> headers) {
    return assertAnswered(operation, status, body, headers, Map.of());
  }

  private ApiResponse assertAnswered(
      Operation operation,
      int status,
      String body,
      Map<String, String> headers,
      Map<String, String> more) {
    Map<String, String> path = new HashMap<>(more);
    path.put("dataset", "quakes");
    ApiResponse answer =
        answer(
            new ApiRequest(
                "request-1",
                operation,
                path,
                Map.of(),
                headers,
                body.getBytes(StandardCharsets.UTF_8)));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(text).isEqualTo(status);
    JsonNode response = description.response(operation, status);
    assertThat(response.isObject()).as("%s answers %d", operation, status).isTrue();
    JsonNode schema = description.schema(response, answer);
    assertThat(schema.isObject()).as("%s answers %s", operation, answer.headers()).isTrue();
    if (answer.headers().getOrDefault("content-type", "").endsWith("json")
        && !answer.headers().getOrDefault("content-type", "").endsWith("ndjson")) {
      assertThat(SchemaCheck.faults(description, schema, json(text))).as(text).isEmpty();
    }
    return answer;
  }

  private ApiResponse answer(ApiRequest request) {
    Endpoint endpoint = Objects.requireNonNull(endpoints.get(request.operation()));
    try {
      return endpoint.handle(request);
    } catch (ProblemException e) {
      return ProblemJson.answer(e.problem(), request.id());
    }
  }

  private static Map<String, String> ndjson(String key) {
    return Map.of("content-type", "application/x-ndjson", "idempotency-key", key);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("an answer is not JSON: " + text, e);
    }
  }
}
