package dev.tarn.function.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.configuration.Settings;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Ingestion;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.query.QueryLimits;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3Credentials;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.AdditionalAnswers;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

/// The function as Lambda calls it: events in, answers out, over a lake in memory.
final class QueryHandlerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DatasetName READINGS = new DatasetName("readings");

  @TempDir Path scratch;

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);

  @BeforeEach
  void fillThreeDays() {
    define("");
    for (int day = 1; day <= 3; day++) {
      ingest(
          """
          {"time": "2026-01-0%1$dT01:00:00Z", "device": "a", "celsius": %1$d.5}
          {"time": "2026-01-0%1$dT02:00:00Z", "device": "b"}
          """
              .formatted(day));
    }
  }

  @AfterEach
  void nothingIsLeftInTheScratchSpace() throws IOException {
    try (var left = Files.list(Files.createDirectories(scratch.resolve("queries")))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aQueryIsAnsweredWithColumnsRowsAndStatistics() {
    Answer answer =
        query("{\"sql\": \"SELECT device, count(*) AS n FROM readings GROUP BY 1 ORDER BY 1\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode body = answer.json();
    assertThat(body.at("/columns/1/name").asText()).isEqualTo("n");
    assertThat(body.path("rows").toString()).isEqualTo("[[\"a\",3],[\"b\",3]]");
    assertThat(body.at("/stats/version/readings").asLong()).isEqualTo(3);
    assertThat(body.at("/stats/filesTotal").asLong()).isEqualTo(3);
    assertThat(body.at("/stats/rows").asLong()).isEqualTo(2);
    assertThat(body.at("/stats/costUsd").asDouble()).isPositive();
    assertThat(metrics.sum("Queries")).isEqualTo(1);
  }

  @Test
  void aConditionOnTheEventTimePrunesFiles() {
    JsonNode body =
        query(
                "{\"sql\": \"SELECT count(*) FROM readings WHERE time >= ?\","
                    + " \"parameters\": [\"2026-01-03T00:00:00Z\"]}")
            .json();

    assertThat(body.path("rows").toString()).isEqualTo("[[2]]");
    assertThat(body.at("/stats/filesScanned").asLong()).isEqualTo(1);
  }

  @Test
  void anExplainedQueryIsPlannedAndPricedAndReadsNoDataFile() {
    store.delete(
        tables
            .open(READINGS)
            .orElseThrow()
            .snapshot(new SnapshotTime.Latest())
            .files(Predicate.ALWAYS)
            .stream()
            .map(DataFile::key)
            .toList());
    Answer answer =
        explain(
            "{\"sql\": \"SELECT device FROM readings WHERE time >= '2026-01-03' AND celsius >"
                + " 1\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode dataset = answer.json().at("/datasets/0");
    assertThat(dataset.path("dataset").asText()).isEqualTo("readings");
    assertThat(dataset.path("version").asLong()).isEqualTo(3);
    assertThat(dataset.path("filesTotal").asLong()).isEqualTo(3);
    assertThat(dataset.path("filesScanned").asLong()).isEqualTo(1);
    assertThat(dataset.path("columns").toString()).isEqualTo("[\"celsius\",\"device\",\"time\"]");
    assertThat(dataset.path("predicate").asText())
        .contains("time >= 2026-01-03T00:00:00Z")
        .contains("celsius > 1.0");
    assertThat(dataset.path("bytesAtMost").asLong())
        .isPositive()
        .isLessThan(dataset.path("bytesTotal").asLong());
    assertThat(answer.json().path("requestsAtMost").asLong()).isPositive();
    assertThat(answer.json().path("estimatedCostUsd").asDouble()).isPositive();
    assertThat(metrics.sum("Queries")).isZero();
  }

  @Test
  void explainIsTrueOrFalse() {
    Answer answer =
        call(
            "POST /v1/query",
            Map.of("content-type", "application/json"),
            Map.of("explain", "maybe"),
            "{\"sql\": \"SELECT 1\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("explain is 'maybe'");
  }

  @Test
  void aTimeRangeAndFiltersNarrowWhatTheSqlSeesAndPruneFiles() {
    JsonNode ranged =
        query(
                "{\"sql\": \"SELECT count(*), max(time) FROM readings\","
                    + " \"from\": \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-02T02:00:00Z\"}")
            .json();
    JsonNode filtered =
        query(
                "{\"sql\": \"SELECT count(*) FROM readings\","
                    + " \"filters\": {\"readings\": {\"celsius\": \"gt.2.5\"}}}")
            .json();

    assertThat(ranged.path("rows").toString()).isEqualTo("[[1,\"2026-01-02T01:00:00Z\"]]");
    assertThat(ranged.at("/stats/filesScanned").asLong()).isEqualTo(1);
    assertThat(filtered.path("rows").toString()).isEqualTo("[[1]]");
    assertThat(filtered.at("/stats/filesScanned").asLong()).isEqualTo(1);
  }

  @Test
  void anEarlierVersionIsReadAsItWasThen() {
    define(", {\"name\": \"note\", \"type\": \"string\", \"default\": \"none\"}");

    JsonNode now = query("{\"sql\": \"SELECT DISTINCT note FROM readings\"}").json();
    JsonNode then =
        query("{\"sql\": \"SELECT count(*) FROM readings\", \"asOf\": {\"readings\": 1}}").json();
    Answer without = query("{\"sql\": \"SELECT note FROM readings\", \"asOf\": {\"readings\": 1}}");

    assertThat(now.path("rows").toString()).isEqualTo("[[\"none\"]]");
    assertThat(then.path("rows").toString()).isEqualTo("[[2]]");
    assertThat(without.status()).isEqualTo(400);
    assertThat(
            query("{\"sql\": \"SELECT 1 FROM readings\", \"asOf\": {\"readings\": 99}}").status())
        .isEqualTo(404);
  }

  @Test
  void ndjsonCarriesItsStatisticsInAHeader() throws IOException {
    Answer answer =
        call(
            "POST /v1/query",
            Map.of("content-type", "application/json", "accept", "application/x-ndjson"),
            "{\"sql\": \"SELECT device, celsius FROM readings WHERE celsius = 1.5\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/x-ndjson");
    assertThat(answer.text().strip()).isEqualTo("{\"device\":\"a\",\"celsius\":1.5}");
    assertThat(
            JSON.readTree(answer.headers().getOrDefault("x-tarn-stats", "")).path("rows").asInt())
        .isEqualTo(1);
  }

  @Test
  void whatIsRefusedSaysWhy() {
    assertThat(query("{\"sql\": \"SELECT * FROM nothing\"}").status()).isEqualTo(404);
    assertThat(query("{\"sql\": \"DROP TABLE readings\"}").status()).isEqualTo(400);
    assertThat(query("{\"sql\": \"SELECT * FROM read_csv('/etc/passwd')\"}").status())
        .isEqualTo(400);
    Answer syntax = query("{\"sql\": \"SELECT\\n  * FRUM readings\"}");
    assertThat(syntax.status()).isEqualTo(400);
    assertThat(syntax.json().path("line").asInt()).isEqualTo(2);
    assertThat(query("{\"sql\": \"SELECT 1\", \"explain\": true}").status()).isEqualTo(400);
    assertThat(query("{\"sql\": \"SELECT * FROM readings\", \"maxBytes\": 10}").status())
        .isEqualTo(413);
    assertThat(
            call("POST /v1/query", Map.of("accept", "image/png"), "{\"sql\": \"SELECT 1\"}")
                .status())
        .isEqualTo(406);
  }

  @Test
  void aQueryThatRunsTooLongIsCancelledAndTheFunctionLivesOn() {
    Answer endless =
        query(
            "{\"sql\": \"SELECT count(*) FROM range(1000000000000) a, range(1000000) b\","
                + " \"timeoutSeconds\": 1}");

    assertThat(endless.status()).as(endless.text()).isIn(408, 413);
    assertThat(query("{\"sql\": \"SELECT 1\"}").status()).isEqualTo(200);
  }

  @Test
  void datasetsAreListedAndDescribed() {
    JsonNode list = call("GET /v1/datasets", Map.of(), "").json();
    Answer one = call("GET /v1/datasets/{dataset}", Map.of(), "");
    JsonNode history = call("GET /v1/datasets/{dataset}/history", Map.of(), "").json();

    assertThat(list.toString()).contains("readings").contains("By the hour");
    assertThat(one.headers()).containsKey("etag");
    assertThat(one.json().path("rows").asLong()).isEqualTo(6);
    assertThat(one.json().path("lastEventTime").asText()).isEqualTo("2026-01-03T02:00:00Z");
    assertThat(history.toString()).contains("append").contains("create");
    assertThat(call("GET /v1/health", Map.of(), "").json().at("/versions/duckdb").asText())
        .isNotEmpty();
  }

  @Test
  void primingReadsTheRealLakeAloneAndLetsItGo() throws IOException {
    S3Store lake = Mockito.mock(S3Store.class, AdditionalAnswers.delegatesTo(store));
    Mockito.doNothing().when(lake).close();
    S3Store rehearsedLake =
        S3Store.answeredFrom(
            new MemoryStore(InstantSource.system()),
            S3StoreConfiguration.at(
                URI.create("http://127.0.0.1:9"), "lake", new S3Credentials("id", "secret")),
            InstantSource.system());
    var before = store.list("", Optional.empty()).objects();

    new QueryPriming(resources(), () -> lake, () -> rehearsedLake)
        .beforeCheckpoint(Core.getGlobalContext());

    Mockito.verify(lake).head(ArgumentMatchers.any());
    Mockito.verify(lake).close();
    assertThat(store.list("", Optional.empty()).objects()).isEqualTo(before);
  }

  @Test
  void settingsBecomeLimits() {
    QueryConfiguration configuration =
        QueryConfiguration.of(
            new Settings(
                Map.of(
                    "TARN_BUCKET", "lake-1",
                    "AWS_REGION", "us-east-1",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008",
                    "TARN_QUERY_SECONDS", "10")));

    QueryLimits limits = configuration.resources().limits();
    assertThat(limits.time()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.threads()).isEqualTo(2);
    assertThat(limits.memoryBytes()).isLessThan(3008L * 1024 * 1024);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            QueryConfiguration.of(
                new Settings(
                    Map.of(
                        "TARN_BUCKET", "lake-1",
                        "AWS_REGION", "us-east-1",
                        "TARN_QUERY_SECONDS", "soon"))))
        .withMessageContaining("TARN_QUERY_SECONDS");
  }

  private record Answer(int status, Map<String, String> headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Answer query(String body) {
    return call("POST /v1/query", Map.of("content-type", "application/json"), body);
  }

  private Answer explain(String body) {
    return call(
        "POST /v1/query",
        Map.of("content-type", "application/json"),
        Map.of("explain", "true"),
        body);
  }

  private Answer call(String routeKey, Map<String, String> headers, String body) {
    return call(routeKey, headers, Map.of(), body);
  }

  private Answer call(
      String routeKey, Map<String, String> headers, Map<String, String> parameters, String body) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", routeKey).put("rawPath", "/");
    headers.forEach(event.putObject("headers")::put);
    parameters.forEach(event.putObject("queryStringParameters")::put);
    event.putObject("pathParameters").put("dataset", "readings");
    event.putObject("requestContext").put("requestId", "req");
    event.put("isBase64Encoded", false).put("body", body);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new QueryHandler(
              QueryComponent.factory()
                  .create(
                      resources(),
                      store,
                      metrics,
                      Clock.systemUTC(),
                      AccessSettings.WITHOUT_TOKENS))
          .handleRequest(
              new ByteArrayInputStream(JSON.writeValueAsBytes(event)),
              out,
              Mockito.mock(Context.class));
      JsonNode answer = JSON.readTree(out.toByteArray());
      Map<String, String> answered = new LinkedHashMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(header -> answered.put(header.getKey(), header.getValue().asText()));
      return new Answer(answer.path("statusCode").asInt(), answered, answer.path("body").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private QueryResources resources() {
    return new QueryResources(
        new QueryLimits(
            Duration.ofSeconds(25), 1L << 30, 512L << 20, 2, 256L << 20, 1_000_000, 5L << 20),
        scratch.resolve("queries"),
        scratch.resolve("cache"),
        4L << 20,
        2_048);
  }

  private void define(String moreFields) {
    String definition =
        """
        {"schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "device", "type": "string"},
          {"name": "celsius", "type": ["null", "double"], "default": null}%s]},
         "eventTime": "time", "clusterBy": ["device"], "description": "By the hour"}
        """
            .formatted(moreFields);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(READINGS, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  private void ingest(String records) {
    var _ =
        new Ingestion(
                tables,
                new BatchDecoder(DecodeLimits.DEFAULT),
                new BatchFiles(store, ParquetEncoder::new, 10),
                new StoredReceipts(store),
                metrics)
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    READINGS,
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(records.getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
  }
}
