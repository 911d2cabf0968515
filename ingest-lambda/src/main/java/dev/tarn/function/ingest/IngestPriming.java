package dev.tarn.function.ingest;

import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;

/// Runs a definition, a batch and a receipt through a function over a lake in memory before Lambda
/// takes its snapshot, so that what they load and compile is in it. The real store is not touched,
/// and nothing that is made here outlives it.
final class IngestPriming implements Resource {
  private static final String EVENT =
      """
      {"version": "2.0", "routeKey": "%s", "rawPath": "/", "requestContext": {"requestId": "priming"},
       "headers": {"content-type": "application/json"}, "pathParameters": {"dataset": "priming"},
       "body": "%s", "isBase64Encoded": false}
      """;

  private static final List<String> EVENTS =
      List.of(
          EVENT.formatted(
              "PUT /v1/datasets/{dataset}",
              quoted(
                  """
                  {"schema": {"type": "record", "name": "Priming", "fields": [
                    {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                    {"name": "device", "type": "string"},
                    {"name": "value", "type": ["null", "double"], "default": null}]},
                   "eventTime": "time", "clusterBy": ["device"]}
                  """)),
          EVENT.formatted(
              "POST /v1/datasets/{dataset}/records",
              quoted("[{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\", \"value\": 1.5}]")),
          EVENT.formatted(
              "POST /v1/datasets/{dataset}/records", quoted("[{\"time\": 1, \"device\": 7}]")));

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    Clock clock = Clock.systemUTC();
    HttpApiFunction function =
        IngestComponent.factory().create(new MemoryStore(clock), new MemoryMetrics(), clock).http();
    for (String event : EVENTS) {
      function.handle(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          OutputStream.nullOutputStream(),
          "priming");
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }

  private static String quoted(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
