package dev.tarn.function.export;

import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.crac.Context;
import org.crac.Resource;

/// Answers a health request over a store in memory before Lambda takes its snapshot, so that what
/// it loads is in it.
final class ExportPriming implements Resource {
  private static final String EVENT =
      """
      {"version": "2.0", "routeKey": "GET /v1/health/export", "rawPath": "/v1/health/export",
       "requestContext": {"requestId": "priming"}, "headers": {}, "isBase64Encoded": false}
      """;

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    ExportComponent.factory()
        .create(new MemoryStore(Clock.systemUTC()), new MemoryMetrics())
        .http()
        .handle(
            new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            "priming");
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients reconnect by themselves, and nothing random or dated was made before the snapshot.
  }
}
