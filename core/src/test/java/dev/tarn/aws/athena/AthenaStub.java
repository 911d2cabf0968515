package dev.tarn.aws.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The queries of Athena, which nobody runs: a test says how they fare.
public final class AthenaStub extends JsonServiceStub {
  private final Map<String, String> idsByToken = new HashMap<>();
  private final Map<String, ObjectNode> queries = new HashMap<>();
  private final Map<String, List<ObjectNode>> results = new HashMap<>();
  private double stoppedAt;
  private final List<JsonNode> started = new ArrayList<>();
  private Optional<Refusal> startRefusal = Optional.empty();

  /// An Athena that has no queries yet.
  public AthenaStub() throws IOException {
    super("AmazonAthena");
    start();
  }

  /// The requests that started a query each.
  public synchronized List<JsonNode> started() {
    return List.copyOf(started);
  }

  /// Refuses, from now on, to start anything.
  public synchronized void refuseStarts(Refusal refusal) {
    startRefusal = Optional.of(refusal);
  }

  /// Brings the query into `state`, and gives its status to fill.
  public synchronized ObjectNode bring(String id, String state) {
    return status(id).put("State", state);
  }

  /// Ends the query well, with these statistics.
  public synchronized void succeed(String id, long bytesScanned, long millis) {
    bring(id, "SUCCEEDED");
    find(id)
        .putObject("Statistics")
        .put("DataScannedInBytes", bytesScanned)
        .put("TotalExecutionTimeInMillis", millis);
  }

  /// Gives the query that result: pages as GetQueryResults answers them, all but the last with a
  /// token.
  public synchronized void result(String id, List<ObjectNode> pages) {
    for (int i = 0; i + 1 < pages.size(); i++) {
      pages.get(i).put("NextToken", "page-" + (i + 1));
    }
    results.put(id, List.copyOf(pages));
  }

  /// A page of a result. Values are text, or null.
  ///
  /// @param columns a name, a type, a precision and a scale each, with spaces between
  public static ObjectNode page(List<String> columns, List<List<@Nullable String>> rows) {
    ObjectNode page = newObject().put("UpdateCount", 0);
    ObjectNode resultSet = page.putObject("ResultSet");
    ArrayNode table = resultSet.putArray("Rows");
    for (List<@Nullable String> row : rows) {
      ArrayNode data = table.addObject().putArray("Data");
      for (String value : row) {
        ObjectNode datum = data.addObject();
        if (value != null) {
          datum.put("VarCharValue", value);
        }
      }
    }
    ArrayNode info = resultSet.putObject("ResultSetMetadata").putArray("ColumnInfo");
    for (String column : columns) {
      String[] parts = column.split("\\|", -1);
      info.addObject()
          .put("CatalogName", "hive")
          .put("SchemaName", "")
          .put("TableName", "")
          .put("Name", parts[0])
          .put("Label", parts[0])
          .put("Type", parts[1])
          .put("Precision", parts.length > 2 ? Integer.parseInt(parts[2]) : 0)
          .put("Scale", parts.length > 3 ? Integer.parseInt(parts[3]) : 0)
          .put("Nullable", "UNKNOWN")
          .put("CaseSensitive", false);
    }
    return page;
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
      case "StopQueryExecution" -> {
        stop(request.path("QueryExecutionId").asText());
        yield newObject();
      }
      case "GetQueryResults" -> resultPage(request);
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

  private void stop(String id) {
    if (List.of("QUEUED", "RUNNING").contains(status(id).path("State").asText())) {
      bring(id, "CANCELLED").put("CompletionDateTime", stoppedAt);
    }
  }

  /// Sets the time at which queries are stopped from now on, in seconds since 1970.
  public synchronized void stopAt(double seconds) {
    stoppedAt = seconds;
  }

  private ObjectNode resultPage(JsonNode request) {
    String id = request.path("QueryExecutionId").asText();
    String state = status(id).path("State").asText();
    if (!state.equals("SUCCEEDED")) {
      throw invalid(
          "INVALID_QUERY_EXECUTION_STATE", "Query has not yet finished. Current state: " + state);
    }
    int most = request.path("MaxResults").asInt();
    require(most >= 1 && most <= 1_000, "MaxResults " + most);
    String token = request.path("NextToken").asText("page-0");
    List<ObjectNode> pages = Optional.ofNullable(results.get(id)).orElse(List.of());
    int page = Integer.parseInt(token.replace("page-", ""));
    return pages.get(page);
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
