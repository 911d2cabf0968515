package dev.tarn.export.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The queries of Athena, which nobody runs: a test says how they fare.
final class AthenaStub extends JsonServiceStub {
  private final Map<String, String> idsByToken = new HashMap<>();
  private final Map<String, ObjectNode> queries = new HashMap<>();
  private final List<JsonNode> started = new ArrayList<>();
  private Optional<Refusal> startRefusal = Optional.empty();

  AthenaStub() throws IOException {
    super("AmazonAthena");
    start();
  }

  /// The requests that started a query each.
  synchronized List<JsonNode> started() {
    return List.copyOf(started);
  }

  /// Refuses, from now on, to start anything.
  synchronized void refuseStarts(Refusal refusal) {
    startRefusal = Optional.of(refusal);
  }

  /// Brings the query into `state`, and gives its status to fill.
  synchronized ObjectNode bring(String id, String state) {
    return status(id).put("State", state);
  }

  /// Ends the query well, with these statistics.
  synchronized void succeed(String id, long bytesScanned, long millis) {
    bring(id, "SUCCEEDED");
    find(id)
        .putObject("Statistics")
        .put("DataScannedInBytes", bytesScanned)
        .put("TotalExecutionTimeInMillis", millis);
  }

  @Override
  protected synchronized ObjectNode answer(String operation, JsonNode request) {
    return switch (operation) {
      case "StartQueryExecution" -> start(request);
      case "GetQueryExecution" -> {
        ObjectNode answer = newObject();
        answer.set("QueryExecution", find(request.path("QueryExecutionId").asText()));
        yield answer;
      }
      default -> throw invalid("INVALID_INPUT", operation);
    };
  }

  private ObjectNode start(JsonNode request) {
    if (startRefusal.isPresent()) {
      throw startRefusal.get();
    }
    String token = request.path("ClientRequestToken").asText();
    if (token.length() < 32 || token.length() > 128) {
      throw invalid("INVALID_INPUT", "ClientRequestToken");
    }
    String known = idsByToken.getOrDefault(token, "");
    if (!known.isEmpty()) {
      if (!find(known).path("Request").equals(request)) {
        throw invalid("INVALID_INPUT", "Idempotent parameters do not match");
      }
      return newObject().put("QueryExecutionId", known);
    }
    String id = "query-" + (started.size() + 1);
    started.add(request);
    idsByToken.put(token, id);
    ObjectNode query = newObject().put("QueryExecutionId", id);
    query.set("Request", request);
    query.putObject("Status").put("State", "QUEUED");
    queries.put(id, query);
    return newObject().put("QueryExecutionId", id);
  }

  private ObjectNode status(String id) {
    return (ObjectNode) find(id).path("Status");
  }

  private ObjectNode find(String id) {
    return Optional.ofNullable(queries.get(id))
        .orElseThrow(() -> invalid("INVALID_INPUT", "QueryExecution " + id + " was not found"));
  }

  private static Refusal invalid(String code, String message) {
    return new Refusal(400, "InvalidRequestException", message).with("AthenaErrorCode", code);
  }
}
