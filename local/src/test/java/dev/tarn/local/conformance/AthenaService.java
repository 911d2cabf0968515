package dev.tarn.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub;
import java.io.IOException;

/// Athena, which runs nothing: it says that unloads have failed, that queries of one row have
/// succeeded, and that other queries run until they are stopped.
final class AthenaService extends JsonServiceStub {
  /// The id of the query that has succeeded.
  static final String SUCCEEDED = "a-query-of-one-row";

  private static final String FAILED = "an-unload";
  private static final String RUNNING = "a-query-that-runs";

  AthenaService() throws IOException {
    super("AmazonAthena");
    start();
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) {
    return switch (operation) {
      case "StartQueryExecution" -> newObject().put("QueryExecutionId", id(request));
      case "GetQueryExecution" -> execution(request.path("QueryExecutionId").asText());
      case "GetQueryResults" -> rows();
      case "StopQueryExecution" -> newObject();
      default -> throw new Refusal(400, "InvalidRequestException", operation);
    };
  }

  private static String id(JsonNode request) {
    String sql = request.path("QueryString").asText();
    return sql.startsWith("UNLOAD") ? FAILED : sql.endsWith("LIMIT 1") ? SUCCEEDED : RUNNING;
  }

  private static ObjectNode execution(String id) {
    ObjectNode answer = newObject();
    ObjectNode status =
        answer.putObject("QueryExecution").put("QueryExecutionId", id).putObject("Status");
    switch (id) {
      case FAILED -> status.put("State", "FAILED").put("StateChangeReason", "nobody runs it");
      case SUCCEEDED -> status.put("State", "SUCCEEDED");
      default -> status.put("State", "RUNNING");
    }
    return answer;
  }

  private static ObjectNode rows() {
    ObjectNode answer = newObject();
    ObjectNode result = answer.putObject("ResultSet");
    for (String value : new String[] {"value", "7"}) {
      result.withArray("Rows").addObject().putArray("Data").addObject().put("VarCharValue", value);
    }
    result
        .putObject("ResultSetMetadata")
        .putArray("ColumnInfo")
        .addObject()
        .put("Name", "value")
        .put("Type", "integer");
    return answer;
  }
}
