package dev.tarn.benchmarks.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.function.query.QueryComponent;
import dev.tarn.function.query.QueryHandler;
import dev.tarn.function.query.QueryResources;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.query.QueryLimits;
import dev.tarn.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The query function, asked as API Gateway asks it. Its last answer's statistics are kept.
final class Function implements Way {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MEGABYTES = 3_008;
  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              Function.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, method, _) -> method.getName().equals("getAwsRequestId") ? "benchmark" : null);

  private final QueryHandler handler;
  private JsonNode statistics = JSON.createObjectNode();

  /// A function over `store` that has seen nothing yet, and keeps `cacheBytes` of column chunks in
  /// `scratch`.
  Function(ObjectStore store, Path scratch, long cacheBytes) {
    QueryLimits limits =
        new QueryLimits(
            Duration.ofSeconds(25), 10L << 30, 2_368L << 20, 2, 2L << 30, 1_000_000, 5L << 20);
    this.handler =
        new QueryHandler(
            QueryComponent.factory()
                .create(
                    new QueryResources(
                        limits,
                        scratch.resolve("queries"),
                        scratch.resolve("cache"),
                        cacheBytes,
                        MEGABYTES),
                    store,
                    new MemoryMetrics(),
                    Clock.systemUTC(),
                    AccessSettings.WITHOUT_TOKENS));
  }

  @Override
  public long ask(Question question) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event(question.sql())), answer, CONTEXT);
    JsonNode response = JSON.readTree(answer.toByteArray());
    if (response.path("statusCode").asInt() != 200) {
      throw new IOException(response.toString());
    }
    JsonNode body = JSON.readTree(response.path("body").asText());
    statistics = body.path("stats");
    return body.path("rows").size();
  }

  /// A figure of the last answer's statistics.
  double statistic(String name) {
    return statistics.path(name).asDouble();
  }

  private static byte[] event(String sql) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", "POST /v1/query");
    event.put("rawPath", "/v1/query");
    event.put("rawQueryString", "");
    event.putObject("headers").put("content-type", "application/json");
    ObjectNode context = event.putObject("requestContext");
    context.put("requestId", "benchmark");
    context
        .putObject("http")
        .put("method", "POST")
        .put("path", "/v1/query")
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "127.0.0.1")
        .put("userAgent", "benchmark");
    event.put("body", JSON.writeValueAsString(JSON.createObjectNode().put("sql", sql)));
    event.put("isBase64Encoded", false);
    return JSON.writeValueAsBytes(event);
  }
}
