package dev.tarn.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.export.job.ExportLake;
import dev.tarn.maintenance.Maintenance;
import dev.tarn.query.NoSql;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The export function's routes over a lake in memory, asked by events as API Gateway makes them.
final class ExportApi {
  private static final JsonMapper JSON = new JsonMapper();

  final ExportLake lake;
  final ExportLake.Worker worker;
  private final HttpApiFunction function;

  /// What came back.
  ///
  /// @param body missing where there is none
  record Answered(int status, JsonNode headers, JsonNode body) {}

  ExportApi(Path directory) {
    lake = new ExportLake(directory);
    worker = lake.process(lake.store);
    AtomicInteger ids = new AtomicInteger();
    function =
        new HttpApiFunction(
            new ExportRoutes(
                worker.exports,
                worker.exportSchedules,
                new Maintenance(
                    lake.tables,
                    worker.jobs,
                    worker.queue,
                    lake.clock,
                    () -> "id" + ids.incrementAndGet()),
                lake.metrics,
                new NoSql(),
                lake.store,
                "https://files.example/",
                lake.clock),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, Clock.systemUTC()),
            lake.metrics);
  }

  Answered post(String route, Map<String, String> path, String body) {
    return send("POST " + route, path, Map.of(), Map.of(), body);
  }

  Answered put(String route, Map<String, String> path, String body) {
    return send("PUT " + route, path, Map.of(), Map.of(), body);
  }

  Answered get(String route, Map<String, String> path, Map<String, String> query) {
    return send("GET " + route, path, query, Map.of(), "");
  }

  Answered send(
      String routeKey,
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    return send(Map.of(), routeKey, path, query, headers, body);
  }

  /// A request of somebody whose token has `claims`.
  Answered sendAs(
      Map<String, String> claims, String routeKey, Map<String, String> path, String body) {
    return send(claims, routeKey, path, Map.of(), Map.of(), body);
  }

  private Answered send(
      Map<String, String> claims,
      String routeKey,
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("version", "2.0")
            .put("routeKey", routeKey)
            .put("rawPath", "/")
            .put("body", body)
            .put("isBase64Encoded", false);
    ObjectNode context = event.putObject("requestContext").put("requestId", "request-1");
    if (!claims.isEmpty()) {
      claims.forEach(context.putObject("authorizer").putObject("jwt").putObject("claims")::put);
    }
    path.forEach(event.putObject("pathParameters")::put);
    query.forEach(event.putObject("queryStringParameters")::put);
    headers.forEach(event.putObject("headers")::put);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      function.handle(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, "invocation-1");
      JsonNode answer = JSON.readTree(out.toByteArray());
      return new Answered(
          answer.path("statusCode").asInt(),
          answer.path("headers"),
          JSON.readTree(answer.path("body").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
