package dev.tarn.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.digest.Sha256;
import dev.tarn.local.delivery.StubCommands.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// One function, its alias, its alarms and a bucket, as the AWS command line shows them.
final class FakeAws implements ArrangedCalls.Service {
  static final String MADE_BY_TERRAFORM = "placeholder";

  /// A published version.
  record Version(String sha, String description) {}

  /// Where the alias points.
  record Alias(String version, Map<String, Double> weights, String description, int revision) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> alarms = new ConcurrentHashMap<>();
  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final TreeMap<Integer, Version> versions = new TreeMap<>();
  private final List<JsonNode> invocations = new CopyOnWriteArrayList<>();
  private final String function;

  private volatile Alias alias;
  private volatile String latestSha;
  private final AtomicInteger latestRevision = new AtomicInteger(1);
  private volatile boolean snapStart = true;
  private volatile String health;
  private final Map<String, String> states = new ConcurrentHashMap<>();

  /// A function whose alias is at version 1, which is the placeholder of `sha`.
  FakeAws(String function, String sha) {
    this.function = function;
    latestSha = sha;
    versions.put(1, new Version(sha, MADE_BY_TERRAFORM));
    alias = new Alias("1", Map.of(), "What callers get", 1);
    health =
        "{\"statusCode\":200,\"body\":\"{\\\"status\\\":\\\"ok\\\",\\\"function\\\":\\\"%s\\\"}\"}"
            .formatted(function);
    for (String name : List.of("errors", "throttles", "duration", "internal", "store", "damaged")) {
      alarms.put("tarn-dev-" + function + "-" + name, "OK");
    }
    alarms.put("tarn-dev-api-errors", "OK");
    alarms.put("tarn-dev-api-latency", "INSUFFICIENT_DATA");
  }

  void alarm(String name, String state) {
    alarms.put(name, state);
  }

  void removeAlarm(String name) {
    alarms.remove(name);
  }

  void startsWithoutSnapshot() {
    snapStart = false;
  }

  /// What every version answers when it is invoked.
  void answersHealth(String document) {
    health = document;
  }

  void state(String version, String state) {
    states.put(version, state);
  }

  /// Has another change the function's code.
  synchronized void setCode(String sha) {
    latestSha = sha;
    latestRevision.incrementAndGet();
  }

  void keep(String key, String sha) {
    objects.put(key, sha);
  }

  /// A version that was deployed before, and is live.
  void live(int version, String sha, String description) {
    versions.put(version, new Version(sha, "commit"));
    latestSha = sha;
    alias = new Alias(Integer.toString(version), Map.of(), description, alias.revision() + 1);
  }

  /// Points the alias as another would.
  void pointAlias(String version, Map<String, Double> weights) {
    alias = new Alias(version, weights, alias.description(), alias.revision() + 1);
  }

  Alias alias() {
    return alias;
  }

  Map<Integer, Version> versions() {
    return versions;
  }

  Map<String, String> objects() {
    return objects;
  }

  /// Events of invocations.
  List<JsonNode> invocations() {
    return invocations;
  }

  @Override
  public Answer answer(String operation, List<String> call) {
    return switch (operation) {
      case "get-alias" -> Answer.of(aliasJson());
      case "update-alias" -> updateAlias(call);
      case "describe-alarms" -> describeAlarms(call);
      case "put-object" -> putObject(call);
      case "head-object" -> headObject(call);
      case "get-function-configuration" -> configuration(call);
      case "update-function-code" -> updateCode(call);
      case "publish-version" -> publish(call);
      case "invoke" -> invoke(call);
      default -> Answer.failed("the fake knows no " + operation);
    };
  }

  private String aliasJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("FunctionVersion", alias.version());
    json.put("Description", alias.description());
    json.put("RevisionId", "alias-" + alias.revision());
    if (!alias.weights().isEmpty()) {
      ObjectNode weights = json.putObject("RoutingConfig").putObject("AdditionalVersionWeights");
      alias.weights().forEach(weights::put);
    }
    return json.toString();
  }

  private Answer updateAlias(List<String> call) {
    if (!option(call, "--revision-id").equals("alias-" + alias.revision())) {
      return Answer.failed(
          "An error occurred (PreconditionFailedException): The Revision Id is old");
    }
    String version = option(call, "--function-version");
    if (!versions.containsKey(Integer.parseInt(version))) {
      return Answer.failed("An error occurred (ResourceNotFoundException): no version " + version);
    }
    Map<String, Double> weights = new TreeMap<>();
    read(option(call, "--routing-config"))
        .path("AdditionalVersionWeights")
        .properties()
        .forEach(each -> weights.put(each.getKey(), each.getValue().asDouble()));
    alias = new Alias(version, weights, option(call, "--description"), alias.revision() + 1);
    return Answer.of(aliasJson());
  }

  private Answer describeAlarms(List<String> call) {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode found = json.putArray("MetricAlarms");
    for (String name : call.subList(call.indexOf("--alarm-names") + 1, call.size())) {
      String state = alarms.get(name);
      if (state != null) {
        found.addObject().put("AlarmName", name).put("StateValue", state);
      }
    }
    json.putArray("CompositeAlarms");
    return Answer.of(json.toString());
  }

  private Answer putObject(List<String> call) {
    String key = option(call, "--key");
    if (!option(call, "--if-none-match").equals("*")) {
      return Answer.failed("it would overwrite");
    }
    if (objects.containsKey(key)) {
      return Answer.failed("An error occurred (PreconditionFailed) when calling PutObject");
    }
    String sha = sha256(Path.of(option(call, "--body")));
    if (!sha.equals(option(call, "--checksum-sha256"))) {
      return Answer.failed("An error occurred (BadDigest)");
    }
    objects.put(key, sha);
    return Answer.of("{\"ETag\":\"x\"}");
  }

  private Answer headObject(List<String> call) {
    String sha = objects.get(option(call, "--key"));
    return sha == null
        ? Answer.failed("An error occurred (403) when calling HeadObject: Forbidden")
        : Answer.of("{\"ChecksumSHA256\":\"" + sha + "\"}");
  }

  private Answer configuration(List<String> call) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("Architectures").add("arm64");
    if (!call.contains("--qualifier")) {
      json.put("CodeSha256", latestSha);
      json.put("RevisionId", "latest-" + latestRevision.get());
      json.put("State", "Active");
      json.put("LastUpdateStatus", states.getOrDefault("$LATEST", "Successful"));
      states.remove("$LATEST");
      return Answer.of(json.toString());
    }
    String number = option(call, "--qualifier");
    Version version = versions.get(Integer.parseInt(number));
    if (version == null) {
      return Answer.failed("An error occurred (ResourceNotFoundException)");
    }
    json.put("CodeSha256", version.sha());
    json.put("State", states.getOrDefault(number, "Active"));
    json.put("StateReason", "as the test wants it");
    states.computeIfPresent(number, (_, state) -> state.equals("Pending") ? null : state);
    json.putObject("SnapStart")
        .put("ApplyOn", snapStart ? "PublishedVersions" : "None")
        .put("OptimizationStatus", snapStart ? "On" : "Off");
    return Answer.of(json.toString());
  }

  private Answer updateCode(List<String> call) {
    if (!option(call, "--revision-id").equals("latest-" + latestRevision.get())) {
      return Answer.failed("An error occurred (PreconditionFailedException)");
    }
    String sha = objects.get(option(call, "--s3-key"));
    if (sha == null || !option(call, "--architectures").equals("arm64")) {
      return Answer.failed("An error occurred (InvalidParameterValueException)");
    }
    latestSha = sha;
    latestRevision.incrementAndGet();
    states.put("$LATEST", "InProgress");
    return Answer.of("{\"CodeSha256\":\"" + sha + "\"}");
  }

  private Answer publish(List<String> call) {
    if (!option(call, "--code-sha256").equals(latestSha)) {
      return Answer.failed("An error occurred (PreconditionFailedException): other code");
    }
    Map.Entry<Integer, Version> last = versions.lastEntry();
    int number = last.getKey();
    if (!last.getValue().sha().equals(latestSha)) {
      number++;
      versions.put(number, new Version(latestSha, option(call, "--description")));
      states.putIfAbsent(Integer.toString(number), "Pending");
    }
    return Answer.of("{\"Version\":\"" + number + "\"}");
  }

  private Answer invoke(List<String> call) {
    states.remove(option(call, "--qualifier"), "Inactive");
    try {
      Path payload = Path.of(option(call, "--payload").substring("fileb://".length()));
      invocations.add(JSON.readTree(payload.toFile()));
      Files.writeString(Path.of(call.getLast()), health);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.of("{\"StatusCode\":200,\"ExecutedVersion\":\"" + function + "\"}");
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String option(List<String> call, String name) {
    int at = call.indexOf(name);
    return at < 0 ? "" : call.get(at + 1);
  }

  /// SHA-256 of a file, in base64.
  static String sha256(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Sha256.begin().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
