package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.api.route.QueryRoutes;
import dev.tarn.aws.Patience;
import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.aws.athena.AthenaStub;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FetchSettings;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.EngineChoice;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.RecordPages;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.WarehouseQuerying;
import dev.tarn.query.athena.AthenaWarehouse;
import dev.tarn.query.athena.AthenaWarehouseSettings;
import dev.tarn.query.stored.StoredQueries;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.athena.AthenaClient;

/// Queries that the function hands over, from the request to the rows.
class SubmittedQueriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
  private static final DatasetName READINGS = new DatasetName("readings");

  private final ManualClock clock = new ManualClock(START);
  private final ObjectStore store = new MemoryStore(clock);
  private final Tables tables = new DeltaTables(store, clock, DeltaSettings.DEFAULT);
  private final SqlEngine engine = new DuckDbEngine();
  private final AthenaStub athena;
  private final AthenaClient client;
  private final ScratchSpace scratch;
  private Querying querying;
  private int requests;

  SubmittedQueriesTest(@TempDir Path directory) throws IOException {
    scratch = new ScratchSpace(directory);
    athena = new AthenaStub();
    client =
        ServiceClients.client(
            AthenaClient.builder(),
            "us-east-1",
            Optional.of(athena.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Patience.DEFAULT);
    querying =
        new Querying(
            tables,
            engine,
            new ColumnChunkFetcher(store, FetchSettings.DEFAULT, Optional.empty()),
            scratch,
            new QueryPrice(1_024),
            new MemoryMetrics());
  }

  @BeforeEach
  void fill() {
    define("");
    ingest("{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 1}");
    athena.stopAt(START.getEpochSecond() + 1.0);
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    client.close();
    athena.close();
    assertThat(athena.faults()).isEmpty();
  }

  @Test
  void theFunctionAnswersUnlessItIsToldOtherwise() throws IOException {
    JsonNode answer = body(post("{\"sql\": \"SELECT value FROM readings\"}", 200));

    assertThat(answer.at("/stats/engine").asText()).isEqualTo("duckdb");
    assertThat(athena.started()).isEmpty();
  }

  @Test
  void handsOverWhatItIsToldTo() throws IOException {
    ApiResponse answer =
        post(
            """
            {"sql": "SELECT value FROM readings WHERE value > ?", "parameters": [0],
             "engine": "athena", "from": "2026-01-01T00:00:00Z", "timeoutSeconds": 600,
             "filters": {"readings": {"value": "lt.5"}}}
            """,
            202);

    JsonNode submitted = body(answer);
    assertThat(submitted.path("status").asText()).isEqualTo("queued");
    assertThat(submitted.path("engine").asText()).isEqualTo("athena");
    assertThat(submitted.path("created").asText()).isEqualTo("2026-02-01T00:00:00Z");
    assertThat(submitted.path("timeoutSeconds").asInt()).isEqualTo(600);
    assertThat(submitted.has("reason")).isFalse();
    assertThat(answer.headers())
        .containsEntry("location", "/v1/queries/" + submitted.path("queryId").asText())
        .containsKey("retry-after");
    assertThat(athena.started().getFirst().path("QueryString").asText())
        .isEqualTo(
            """
            WITH "readings" AS (SELECT "time", "value", "event_date" \
            FROM "AwsDataCatalog"."lake"."readings" \
            WHERE ("time" >= TIMESTAMP '2026-01-01 00:00:00.000000 UTC' AND "value" < 5))
            SELECT value FROM readings WHERE value > ?\
            """);
    assertThat(athena.started().getFirst().at("/ExecutionParameters/0").asText()).isEqualTo("0");
  }

  @Test
  void handsOverWhatIsTooLargeForTheFunctionWhereItMay() throws IOException {
    String tooLarge = "{\"sql\": \"SELECT value FROM readings\", \"maxBytes\": 1, \"engine\": ";

    assertThat(code(post(tooLarge + "\"duckdb\"}", 413))).isEqualTo("query-too-large");
    JsonNode submitted = body(post(tooLarge + "\"auto\"}", 202));

    assertThat(submitted.path("reason").asText()).contains("more than maxBytes, which is 1");
    assertThat(athena.started()).hasSize(1);
    assertThat(code(post("{\"sql\": \"SELECT nothing FROM readings\", \"engine\": \"auto\"}", 400)))
        .isEqualTo("sql-refused");
    assertThat(
            body(post("{\"sql\": \"SELECT value FROM readings\", \"engine\": \"auto\"}", 200))
                .at("/rows/0/0")
                .asInt())
        .isEqualTo(1);
    assertThat(athena.started()).hasSize(1);
  }

  @Test
  void whatCannotBeHandedOverEitherIsTooLarge() throws IOException {
    ApiResponse answer =
        post(
            """
            {"sql": "SELECT value FROM readings", "maxBytes": 1, "engine": "auto",
             "asOf": {"readings": 1}}
            """,
            413);

    assertThat(body(answer).path("detail").asText())
        .contains("maxBytes")
        .contains("cannot be handed over: athena reads the latest version");
  }

  @Test
  void checksTheSqlAsTheFunctionDoes() throws IOException {
    for (String sql :
        List.of(
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT nothing FROM readings",
            "SELECT * FROM other.readings",
            "DROP TABLE readings",
            "SELECT value FROM readings WHERE value > ?")) {
      assertThat(code(post("{\"engine\": \"athena\", \"sql\": \"" + sql + "\"}", 400)))
          .as(sql)
          .isEqualTo("sql-refused");
    }
    assertThat(code(post("{\"engine\": \"athena\", \"sql\": \"SELECT * FROM others\"}", 404)))
        .isEqualTo("unknown-dataset");
    assertThat(code(post("{\"engine\": \"spark\", \"sql\": \"SELECT 1\"}", 400)))
        .isEqualTo("malformed-request");
    assertThat(
            body(post(
                    """
                    {"engine": "athena", "sql": "SELECT 1 FROM readings",
                     "asOf": {"readings": 1}}
                    """,
                    400))
                .path("pointer")
                .asText())
        .isEqualTo("/asOf");
    assertThat(
            body(post(
                    "{\"engine\": \"athena\", \"sql\": \"SELECT 1\", \"timeoutSeconds\": 901}",
                    400))
                .path("pointer")
                .asText())
        .isEqualTo("/timeoutSeconds");
    assertThat(athena.started()).isEmpty();
  }

  @Test
  void refusesWhatAthenaWouldMisread() throws IOException {
    define(", {\"name\": \"unit\", \"type\": \"string\", \"default\": \"C\"}");

    ApiResponse answer = post("{\"engine\": \"athena\", \"sql\": \"SELECT 1 FROM readings\"}", 400);

    assertThat(body(answer).path("detail").asText()).contains("'unit' of 'readings'");
  }

  @Test
  void readsFilesThatLackAnOptionalField() throws IOException {
    define(", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");

    assertThat(submit("SELECT note FROM readings")).isNotEmpty();
  }

  @Test
  void tellsHowFarAQueryIsAndThenItsRows() throws IOException {
    String id = submit("SELECT value, 9007199254740993 AS big FROM readings");
    assertThat(body(get(id, "*/*", 202)).path("status").asText()).isEqualTo("queued");

    athena.succeed(id, 3_000, 0);
    athena.bring(id, "RUNNING");
    JsonNode running = body(get(id, "text/csv", 202));
    assertThat(running.path("status").asText()).isEqualTo("running");
    assertThat(running.path("bytesScanned").asLong()).isEqualTo(3_000);

    succeed(id, 2L << 40, 2);
    JsonNode answer = body(get(id, "application/json", 200));
    assertThat(answer.path("columns").toString())
        .isEqualTo(
            "[{\"name\":\"value\",\"type\":\"INTEGER\"},{\"name\":\"big\",\"type\":\"BIGINT\"}]");
    assertThat(answer.path("rows").toString())
        .isEqualTo("[[0,\"9007199254740993\"],[1,\"9007199254740993\"]]");
    assertThat(answer.at("/stats/engine").asText()).isEqualTo("athena");
    assertThat(answer.at("/stats/bytesFetched").asLong()).isEqualTo(2L << 40);
    assertThat(answer.at("/stats/rows").asInt()).isEqualTo(2);
    assertThat(answer.at("/stats/version/readings").asInt()).isEqualTo(1);
    assertThat(answer.at("/stats/filesTotal").asInt()).isEqualTo(1);
    assertThat(answer.at("/stats/elapsedMs").asLong()).isEqualTo(1_500);
    assertThat(answer.at("/stats/costUsd").asDouble()).isEqualTo(10.0);
  }

  @Test
  void aSmallScanCostsTheLeast() throws IOException {
    String id = submit("SELECT value FROM readings");
    succeed(id, 1, 1);

    ApiResponse answer = get(id, "application/x-ndjson", 200);

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{\"value\":0");
    JsonNode stats = JSON.readTree(answer.headers().get("x-tarn-stats"));
    assertThat(stats.path("costUsd").asDouble()).isEqualTo(0.000047684);
  }

  @Test
  void linksToResultsThatAnAnswerDoesNotCarry() throws IOException {
    String id = submit("SELECT value FROM readings");
    succeed(id, 1, 1);

    ApiResponse csv = get(id, "text/csv", 303);
    assertThat(csv.headers().get("location")).contains("queries/results/" + id + ".csv");
    assertThat(csv.headers().get("x-tarn-stats")).contains("\"engine\":\"athena\"");
    assertThat(code(get(id, "image/png", 406))).isEqualTo("not-acceptable");

    succeed(id, 1, 20_001);
    assertThat(get(id, "application/json", 303).headers()).containsKey("location");

    succeed(id, 1, 1);
    var _ = store.put(result(id), new byte[6 << 20]);
    assertThat(get(id, "application/json", 303).headers()).containsKey("location");

    store.delete(List.of(result(id)));
    assertThat(code(get(id, "text/csv", 503))).isEqualTo("engine-unavailable");
  }

  @Test
  void tellsWhyAQueryFailed() throws IOException {
    String id = submit("SELECT value FROM readings");
    athena
        .bring(id, "FAILED")
        .put("StateChangeReason", "COLUMN_NOT_FOUND: line 2:8: Column 'value' cannot be resolved");

    JsonNode failed = body(get(id, "*/*", 200));

    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.at("/problem/type").asText()).isEqualTo("urn:tarn:problem:sql-refused");
    assertThat(failed.at("/problem/line").asInt()).isEqualTo(1);
    assertThat(failed.at("/problem/column").asInt()).isEqualTo(8);
  }

  @Test
  void stopsAQueryThatIsCancelled() throws IOException {
    String id = submit("SELECT value FROM readings");

    assertThat(delete(id, 204).body()).isEmpty();
    assertThat(delete(id, 204).body()).isEmpty();

    assertThat(body(get(id, "*/*", 200)).path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void stopsAQueryWhoseTimeIsOver() throws IOException {
    String id = submit("SELECT value FROM readings");
    athena.bring(id, "RUNNING");
    athena.stopAt(START.getEpochSecond() + 901.0);
    clock.pass(Duration.ofMinutes(15));

    assertThat(body(get(id, "*/*", 200)).at("/problem/type").asText())
        .isEqualTo("urn:tarn:problem:query-timeout");

    assertThat(body(get(id, "*/*", 200)).at("/problem/type").asText())
        .isEqualTo("urn:tarn:problem:query-timeout");
    assertThat(athena.asked().stream().filter("StopQueryExecution"::equals)).hasSize(1);
  }

  @Test
  void oneKeyIsOneQuery() throws IOException {
    Map<String, String> key = Map.of("idempotency-key", "k-1");
    String sql = "{\"engine\": \"athena\", \"sql\": \"SELECT value FROM readings\"}";

    JsonNode first = body(post(key, sql, 202));
    clock.pass(Duration.ofSeconds(5));

    assertThat(body(post(key, sql, 202))).isEqualTo(first);
    assertThat(code(post(key, sql.replace("value", "time"), 422)))
        .isEqualTo("idempotency-key-reused");
    assertThat(submit("SELECT value FROM readings")).isNotEqualTo(first.path("queryId").asText());
  }

  @Test
  void noOneElsesQueryIsThere() throws IOException {
    var _ = submit("SELECT value FROM readings");

    for (String id : List.of("none", "..%2Freceipts", "results/a")) {
      assertThat(code(get(id, "*/*", 404))).isEqualTo("unknown-query");
      assertThat(code(delete(id, 404))).isEqualTo("unknown-query");
    }
  }

  @Test
  void withoutAthenaNothingIsHandedOver() throws IOException {
    QueryEngines alone = QueryEngines.ownAlone();
    String sql = "\"sql\": \"SELECT value FROM readings\", \"maxBytes\": 1}";

    JsonNode refused =
        body(call(alone, Operation.POST_QUERY, "", Map.of(), "{\"engine\": \"athena\", " + sql));
    assertThat(refused.path("type").asText()).endsWith(":engine-not-configured");
    assertThat(refused.path("pointer").asText()).isEqualTo("/engine");
    assertThat(
            code(call(alone, Operation.POST_QUERY, "", Map.of(), "{\"engine\": \"auto\", " + sql)))
        .isEqualTo("query-too-large");
    assertThat(code(call(alone, Operation.GET_QUERY, "a", Map.of(), "")))
        .isEqualTo("unknown-query");
    assertThat(code(call(alone, Operation.DELETE_QUERY, "a", Map.of(), "")))
        .isEqualTo("unknown-query");
  }

  private String submit(String sql) throws IOException {
    return body(post("{\"engine\": \"athena\", \"sql\": \"" + sql + "\"}", 202))
        .path("queryId")
        .asText();
  }

  private void succeed(String id, long bytes, int rows) {
    athena.succeed(id, bytes, 1_500);
    List<List<@Nullable String>> page = new ArrayList<>();
    page.add(List.of("value", "big"));
    for (int i = 0; i < rows; i++) {
      page.add(List.of(Integer.toString(i), "9007199254740993"));
    }
    athena.result(id, List.of(AthenaStub.page(List.of("value|integer", "big|bigint"), page)));
    var _ = store.put(result(id), "\"value\",\"big\"\n".getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectKey result(String id) {
    return new ObjectKey("queries/results/" + id + ".csv");
  }

  private ApiResponse post(String body, int status) {
    return post(Map.of(), body, status);
  }

  private ApiResponse post(Map<String, String> headers, String body, int status) {
    return is(status, call(engines(), Operation.POST_QUERY, "", headers, body));
  }

  private ApiResponse get(String id, String accept, int status) {
    return is(status, call(engines(), Operation.GET_QUERY, id, Map.of("accept", accept), ""));
  }

  private ApiResponse delete(String id, int status) {
    return is(status, call(engines(), Operation.DELETE_QUERY, id, Map.of(), ""));
  }

  private static ApiResponse is(int status, ApiResponse answer) {
    assertThat(answer.status())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    return answer;
  }

  private QueryEngines engines() {
    AthenaWarehouse warehouse =
        new AthenaWarehouse(
            client,
            new AthenaWarehouseSettings(
                new AthenaPlace("work", "AwsDataCatalog", "lake"),
                "bucket",
                "",
                StoredQueries.PREFIX + "results/"));
    return new QueryEngines(
        EngineChoice.DUCKDB,
        Optional.of(
            new WarehouseQuerying(
                querying,
                warehouse,
                new StoredQueries(store),
                store,
                clock,
                Duration.ofMinutes(15))));
  }

  private ApiResponse call(
      QueryEngines engines,
      Operation operation,
      String queryId,
      Map<String, String> headers,
      String body) {
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(20), 1L << 30, 256L << 20, 2, 64L << 20, 1_000_000, 5L << 20);
    String id = "request-" + requests++;
    try {
      Endpoint endpoint =
          new QueryRoutes(
                  new Datasets(tables),
                  querying,
                  new RecordPages(tables),
                  limits,
                  engines,
                  scratch,
                  5L << 20,
                  engine,
                  store)
              .endpoints()
              .get(operation);
      return Objects.requireNonNull(endpoint)
          .handle(
              new ApiRequest(
                  id,
                  operation,
                  Principal.withoutToken(),
                  Map.of("queryId", queryId),
                  Map.of(),
                  headers,
                  body.getBytes(StandardCharsets.UTF_8)));
    } catch (ProblemException e) {
      return answer(e.problem(), id);
    }
  }

  private static ApiResponse answer(Problem problem, String id) {
    return ProblemJson.answer(problem, id);
  }

  private static JsonNode body(ApiResponse answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static String code(ApiResponse answer) throws IOException {
    String type = body(answer).path("type").asText();
    return type.substring(type.lastIndexOf(':') + 1);
  }

  private void define(String moreFields) {
    String definition =
        """
        {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "value", "type": "int"}%s]}}
        """
            .formatted(moreFields);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  private void ingest(String record) {
    Ingestion ingestion =
        new Ingestion(
            tables,
            new BatchDecoder(DecodeLimits.DEFAULT),
            new BatchFiles(store, ParquetEncoder::new, 10),
            new StoredReceipts(store),
            new MemoryMetrics());
    var _ =
        ingestion.ingest(
            new IngestRequest(
                Principal.withoutToken(),
                READINGS,
                RecordFormat.NDJSON,
                new IngestRequest.Content(record.getBytes(StandardCharsets.UTF_8)),
                Optional.empty()));
  }
}
