package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.label.Labelled;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// API Gateway's routes, which Terraform makes from `routes.json`, are the operations of the API.
/// That these are also what `api/openapi.yaml` describes, `OpenApiTest` holds.
class RoutesTest {
  private final ArrayNode routes = (ArrayNode) InfraFiles.json("routes.json");

  @Test
  void eachOperationHasItsRouteWithItsFunctionAndScopeAndThereAreNoOthers() {
    assertThat(differences(routes)).isEmpty();
  }

  @Test
  void aRouteThatIsMissingTooManyOrOtherThanItsOperationIsFound() {
    ArrayNode missing = routes.deepCopy();
    missing.remove(0);
    ArrayNode more = routes.deepCopy();
    more.add(routes.get(0).deepCopy());
    ArrayNode open = routes.deepCopy();
    ((ObjectNode) open.get(0)).putNull("scope");
    ArrayNode elsewhere = routes.deepCopy();
    ((ObjectNode) elsewhere.get(0)).put("function", "query");

    assertThat(List.of(missing, more, open, elsewhere))
        .allSatisfy(planted -> assertThat(differences(planted)).isNotEmpty());
  }

  private static Set<String> differences(JsonNode routes) {
    Set<String> differences = new TreeSet<>();
    Set<String> listed = new HashSet<>();
    for (JsonNode route : routes) {
      if (!listed.add(
          line(
              route.path("operation").asText(),
              route.path("route").asText(),
              route.path("function").asText() + by(route.has("queue")),
              route.path("scope").asText("null")))) {
        differences.add("twice: " + route);
      }
    }
    Set<String> served = new HashSet<>();
    Arrays.stream(Operation.values())
        .map(operation ->
            line(
                operation.id(),
                operation.routeKey(),
                operation.function().label() + by(operation.isQueued()),
                operation.scope().map(Labelled::label).orElse("null")))
        .forEach(served::add);
    listed.stream().filter(each -> !served.contains(each)).forEach(differences::add);
    served.stream().filter(each -> !listed.contains(each)).forEach(differences::add);
    return differences;
  }

  private static String by(boolean queue) {
    return queue ? " by way of its queue" : "";
  }

  private static String line(String operation, String route, String function, String scope) {
    return operation + ": " + route + " by " + function + " for " + scope;
  }
}
