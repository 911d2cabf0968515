package dev.tarn.api.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Runs events through a function before it serves any, so that what they load and compile is there
/// when the first one comes. The function should be over a lake of its own, or only be asked to
/// read.
public final class Rehearsal {
  private static final String INVOCATION = "rehearsal";

  private final HttpApiFunction function;

  /// Rehearses with `function`.
  public Rehearsal(HttpApiFunction function) {
    this.function = function;
  }

  /// Answers a request and forgets the answer. Throws [IllegalStateException] where it is a
  /// failure, as a function that fails here would fail for everyone.
  public void request(String routeKey, Map<String, String> pathParameters, String body)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] event =
        HttpApiEvent.json(routeKey, pathParameters, body, INVOCATION)
            .getBytes(StandardCharsets.UTF_8);
    function.handle(new ByteArrayInputStream(event), out, INVOCATION);
    String answer = out.toString(StandardCharsets.UTF_8);
    if (answer.contains("\"statusCode\":5")) {
      throw new IllegalStateException(routeKey + " was rehearsed and failed: " + answer);
    }
  }
}
