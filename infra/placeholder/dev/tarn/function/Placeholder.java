package dev.tarn.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Stands in for a function that was never deployed: refuses requests, and fails all other events.
 */
public class Placeholder {
  private static final String ANSWER =
      "{\"statusCode\":503,\"headers\":{\"content-type\":\"application/problem+json\"},\"body\":"
          + "\"{\\\"type\\\":\\\"about:blank\\\",\\\"status\\\":503,"
          + "\\\"title\\\":\\\"The function is not deployed yet\\\"}\"}";

  /** Lambda calls this. */
  public void handleRequest(InputStream event, OutputStream answer) throws IOException {
    String text = new String(event.readAllBytes(), StandardCharsets.UTF_8);
    if (!text.contains("\"routeKey\"")) {
      // A message that was answered would be taken off the queue.
      throw new IllegalStateException("the function is not deployed yet");
    }
    answer.write(ANSWER.getBytes(StandardCharsets.UTF_8));
  }
}
