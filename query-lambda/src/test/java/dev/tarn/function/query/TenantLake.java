package dev.tarn.function.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.catalog.Datasets;
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
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A lake of several tenants' rows, behind the query function.
final class TenantLake {
  /// As a machine's token comes from API Gateway.
  static final Map<String, String> TENANT_A =
      Map.of("sub", "a", "scope", "query", "datasets", "[readings:r places:r]", "tenant", "a");

  private static final JsonMapper JSON = new JsonMapper();
  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  private final HttpApiFunction function;

  TenantLake(Path scratch) {
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(25), 1L << 30, 512L << 20, 2, 256L << 20, 1_000_000, 5L << 20);
    function =
        QueryComponent.factory()
            .create(
                new QueryResources(limits, scratch, scratch.resolve("cache"), 1L << 20, 2_048),
                store,
                new MemoryMetrics(),
                Clock.systemUTC(),
                AccessSettings.STRICT)
            .http();
  }

  /// Creates the dataset or changes its row access, which is a part of a definition's JSON.
  void define(String dataset, String rowAccess) {
    String definition =
        """
        {"schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "tenant", "type": ["null", "string"], "default": null},
          {"name": "device", "type": "string"},
          {"name": "secret", "type": "string"},
          {"name": "celsius", "type": ["null", "double"], "default": null}]},
         "eventTime": "time", "clusterBy": ["device"]%s}
        """
            .formatted(rowAccess);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(
                    new DatasetName(dataset), definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  void ingest(String dataset, String records) {
    ingest(dataset, records, IngestRequest.OnInvalid.REJECT);
  }

  /// Has records that do not fit kept as rejected.
  void reject(String dataset, String records) {
    ingest(dataset, records, IngestRequest.OnInvalid.QUARANTINE);
  }

  private void ingest(String dataset, String records, IngestRequest.OnInvalid onInvalid) {
    var _ =
        new Ingestion(
                tables,
                new BatchDecoder(DecodeLimits.DEFAULT),
                new BatchFiles(store, ParquetEncoder::new, 10),
                new StoredReceipts(store),
                new MemoryMetrics())
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    new DatasetName(dataset),
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(records.getBytes(StandardCharsets.UTF_8)),
                    Optional.empty(),
                    onInvalid));
  }

  /// @param status of HTTP
  record Answer(int status, Map<String, String> headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Answer query(Map<String, String> claims, String body) {
    return call(claims, "POST /v1/query", Map.of(), body);
  }

  Answer call(
      Map<String, String> claims, String routeKey, Map<String, String> parameters, String body) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", routeKey).put("rawPath", "/");
    event.putObject("headers").put("content-type", "application/json");
    parameters.forEach(event.putObject("pathParameters")::put);
    ObjectNode context = event.putObject("requestContext").put("requestId", "req");
    claims.forEach(context.putObject("authorizer").putObject("jwt").putObject("claims")::put);
    event.put("isBase64Encoded", false).put("body", body);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      function.handle(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, "invocation");
      JsonNode answer = JSON.readTree(out.toByteArray());
      Map<String, String> headers = JSON.convertValue(answer.path("headers"), HeaderMap.class);
      return new Answer(answer.path("statusCode").asInt(), headers, answer.path("body").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class HeaderMap extends java.util.HashMap<String, String> {
    private static final long serialVersionUID = 1;
  }
}
