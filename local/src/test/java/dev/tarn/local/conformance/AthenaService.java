package dev.tarn.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub;
import java.io.IOException;

/// Athena, which takes every query and says that it has failed.
final class AthenaService extends JsonServiceStub {
  AthenaService() throws IOException {
    super("AmazonAthena");
    start();
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) {
    ObjectNode answer = newObject();
    switch (operation) {
      case "StartQueryExecution" -> answer.put("QueryExecutionId", "a-query");
      case "GetQueryExecution" ->
          answer
              .putObject("QueryExecution")
              .put("QueryExecutionId", "a-query")
              .putObject("Status")
              .put("State", "FAILED")
              .put("StateChangeReason", "nobody runs it");
      default -> throw new Refusal(400, "InvalidRequestException", operation);
    }
    return answer;
  }
}
