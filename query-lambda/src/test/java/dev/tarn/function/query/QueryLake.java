package dev.tarn.function.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
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
import dev.tarn.store.MeteredStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mockito.Mockito;

/// A lake in memory with the function over it.
final class QueryLake {
  private static final ObjectMapper JSON = new ObjectMapper();

  final MemoryStore objects;
  final MeteredStore store;
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Tables tables;
  private final QueryHandler handler;

  QueryLake(Path scratch, long resultBytes) {
    this(new MemoryStore(Clock.systemUTC()), scratch, resultBytes);
  }

  QueryLake(MemoryStore objects, Path scratch, long resultBytes) {
    this.objects = objects;
    this.store = new MeteredStore(objects);
    this.tables = new DeltaTables(objects, Clock.systemUTC(), DeltaSettings.DEFAULT);
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(25), 1L << 30, 512L << 20, 2, 256L << 20, 1_000_000, resultBytes);
    handler =
        new QueryHandler(
            QueryComponent.factory()
                .create(
                    new QueryResources(limits, scratch, scratch.resolve("cache"), 0, 2_048),
                    store,
                    metrics,
                    Clock.systemUTC(),
                    AccessSettings.WITHOUT_TOKENS));
  }

  static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  void define(String dataset, String moreFields) {
    String definition =
        """
        {"schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}}%s]},
         "eventTime": "time"}
        """
            .formatted(moreFields);
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(
                    new DatasetName(dataset), definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }

  void ingest(String dataset, String records) {
    var _ =
        new Ingestion(
                tables,
                new BatchDecoder(DecodeLimits.DEFAULT),
                new BatchFiles(objects, ParquetEncoder::new, 10),
                new StoredReceipts(objects),
                metrics)
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    new DatasetName(dataset),
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(records.getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
  }

  Answer query(String body, String... headers) {
    return call("POST /v1/query", "", "", body, headers);
  }

  Answer sql(String sql, String... headers) {
    return query(JSON.createObjectNode().put("sql", sql).toString(), headers);
  }

  /// @param parameters names and values in turn
  Answer records(String dataset, String... parameters) {
    return call("GET /v1/datasets/{dataset}/records", dataset, queryOf(parameters), "");
  }

  static String queryOf(String... parameters) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(parameters[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  Answer call(String routeKey, String dataset, String query, String body, String... headers) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", routeKey).put("rawPath", "/");
    event.put("rawQueryString", query);
    ObjectNode parameters = event.putObject("queryStringParameters");
    for (String pair : query.split("&", -1)) {
      String[] parts = URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=", 2);
      if (parts.length == 2) {
        String before = parameters.has(parts[0]) ? parameters.get(parts[0]).asText() + "," : "";
        parameters.put(parts[0], before + parts[1]);
      }
    }
    ObjectNode heads = event.putObject("headers");
    for (int i = 0; i < headers.length; i += 2) {
      heads.put(headers[i], headers[i + 1]);
    }
    event.putObject("pathParameters").put("dataset", dataset);
    event.putObject("requestContext").put("requestId", "req");
    event.put("isBase64Encoded", false).put("body", body);
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
          .forEach(header -> answered.put(header.getKey(), header.getValue().asText()));
      String text = answer.path("body").asText();
      return new Answer(
          answer.path("statusCode").asInt(),
          answered,
          answer.path("isBase64Encoded").asBoolean()
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
