package dev.tarn.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps the events it is invoked with, and answers with a document of the test's choice.
final class FakeFunction implements RequestStreamHandler {
  /// Answers one invocation.
  interface Behaviour {
    String answer(JsonNode event, Context context) throws IOException;
  }

  static final String EMPTY_204 = "{\"statusCode\": 204}";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = (event, context) -> EMPTY_204;

  void answers(String document) {
    behaves((event, context) -> document);
  }

  void behaves(Behaviour wanted) {
    behaviour = wanted;
  }

  /// The one event it was invoked with.
  JsonNode event() {
    if (events.size() != 1) {
      throw new AssertionError("invoked " + events.size() + " times");
    }
    return events.getFirst();
  }

  List<JsonNode> events() {
    return events;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = MAPPER.readTree(input);
    events.add(event);
    output.write(behaviour.answer(event, context).getBytes(StandardCharsets.UTF_8));
  }
}
