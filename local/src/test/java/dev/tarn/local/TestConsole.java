package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.job.JobQueue;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.local.backend.JobClaim;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.OpenLake;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A command line in this process, before functions that a test plays.
final class TestConsole {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<LakeLocation> lakes = new CopyOnWriteArrayList<>();
  private final Function<JsonNode, ObjectNode> function;
  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final JobQueue queue =
      new StoredJobQueue(store, Clock.systemUTC(), Duration.ofMinutes(7), 10);
  private final ObjectStore published = new PrefixedStore(store, "publish/");
  private String input = "";

  /// `function` answers every event.
  TestConsole(Function<JsonNode, ObjectNode> function) {
    this.function = function;
  }

  static ObjectNode answer(int status, String type, String body) {
    ObjectNode answer = MAPPER.createObjectNode().put("statusCode", status).put("body", body);
    answer.putObject("headers").put("content-type", type);
    return answer;
  }

  TestConsole input(String text) {
    input = text;
    return this;
  }

  int run(String... args) {
    Console console =
        Console.of(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            lake -> {
              lakes.add(lake);
              RequestStreamHandler handler =
                  (in, answer, context) -> {
                    JsonNode event = MAPPER.readTree(in);
                    events.add(event);
                    MAPPER.writeValue(answer, function.apply(event));
                  };
              return new OpenLake(
                  Map.of(
                      Operation.Function.INGEST, handler,
                      Operation.Function.QUERY, handler,
                      Operation.Function.EXPORT, handler),
                  JobClaim.SHARED,
                  queue,
                  store,
                  published,
                  Optional.empty());
            });
    return Main.run(console, args);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /// What the lake's exports are published in.
  ObjectStore published() {
    return published;
  }

  List<JsonNode> events() {
    return events;
  }

  List<LakeLocation> lakes() {
    return lakes;
  }

  static String body(JsonNode event) {
    String body = event.path("body").asText();
    return event.path("isBase64Encoded").asBoolean()
        ? new String(Base64.getDecoder().decode(body), UTF_8)
        : body;
  }
}
