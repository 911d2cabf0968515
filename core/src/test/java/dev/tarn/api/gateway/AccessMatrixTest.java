package dev.tarn.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.RateLimits;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Operation.DatasetUse;
import dev.tarn.label.Labelled;
import dev.tarn.metric.memory.MemoryMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operation under every set of scopes and every grant.
class AccessMatrixTest {
  private static final JsonMapper JSON = new JsonMapper();

  /// Operations on more than the dataset in their path; how each leaves out and refuses what its
  /// caller may not see is in the tests of that endpoint.
  private static final Set<Operation> ON_SEVERAL =
      EnumSet.of(
          Operation.LIST_DATASETS,
          Operation.POST_QUERY,
          Operation.GET_QUERY,
          Operation.DELETE_QUERY,
          Operation.GET_EXPORT,
          Operation.GET_JOB,
          Operation.GET_METRICS);

  /// A claim and the answers it gets for using the dataset `d` in each way.
  private record Grant(String claim, int read, int write, int administer) {}

  private static final List<Grant> GRANTS =
      List.of(
          new Grant("*", 200, 200, 200),
          new Grant("*:rw", 200, 200, 200),
          new Grant("*:r", 200, 403, 403),
          new Grant("*:w", 403, 200, 403),
          new Grant("d:r", 200, 403, 403),
          new Grant("d", 200, 403, 403),
          new Grant("d:w", 403, 200, 403),
          new Grant("d:rw", 200, 200, 200),
          new Grant("d:r d:w", 200, 200, 200),
          new Grant("[d:r other:w]", 200, 403, 403),
          new Grant("[\"d:w\",\"x\"]", 403, 200, 403),
          new Grant("d:r,x:w", 200, 403, 403),
          new Grant("other:rw", 404, 404, 404),
          new Grant("", 404, 404, 404),
          new Grant("[]", 404, 404, 404),
          new Grant("D:rw", 404, 404, 404),
          new Grant("d:x", 404, 404, 404),
          new Grant("d:rw:rw", 404, 404, 404),
          new Grant("d*", 404, 404, 404),
          new Grant("**", 404, 404, 404),
          new Grant("map[d:rw]", 404, 404, 404));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-07T09:00:00Z"));

  @ParameterizedTest
  @EnumSource
  void anOperationSaysWhatItDoesWithTheDatasetInItsPath(Operation operation) {
    boolean named = operation.path().contains("{dataset}");
    DatasetUse use = operation.datasetUse();

    assertThat(EnumSet.of(DatasetUse.READ, DatasetUse.WRITE, DatasetUse.ADMINISTER).contains(use))
        .isEqualTo(named);
    assertThat(use == DatasetUse.SEVERAL).isEqualTo(ON_SEVERAL.contains(operation));
    assertThat(use == DatasetUse.NONE)
        .isEqualTo(operation.scope().isEmpty() || operation == Operation.POST_INFER);
  }

  @ParameterizedTest
  @EnumSource
  void scopesAndGrantsDecide(Operation operation) throws IOException {
    for (List<String> scopes : subsets()) {
      for (Grant grant : GRANTS) {
        JsonNode answer =
            call(
                AccessSettings.STRICT,
                operation,
                Optional.of(claims(String.join(" ", scopes), grant.claim())));

        assertThat(answer.path("statusCode").asInt())
            .as("%s with %s and %s", operation, scopes, grant)
            .isEqualTo(expected(operation, scopes, grant));
      }
    }
  }

  private static int expected(Operation operation, List<String> scopes, Grant grant) {
    if (operation.scope().isEmpty()) {
      return 200;
    }
    if (!scopes.contains(operation.scope().get().label())) {
      return 403;
    }
    return switch (operation.datasetUse()) {
      case NONE, SEVERAL -> 200;
      case READ -> grant.read();
      case WRITE -> grant.write();
      case ADMINISTER -> grant.administer();
    };
  }

  @ParameterizedTest
  @EnumSource
  void withoutATokenOnlyWhatIsOpenIsAnswered(Operation operation) throws IOException {
    JsonNode strict = call(AccessSettings.STRICT, operation, Optional.empty());
    JsonNode local = call(AccessSettings.WITHOUT_TOKENS, operation, Optional.empty());

    assertThat(local.path("statusCode").asInt()).isEqualTo(200);
    if (operation.scope().isEmpty()) {
      assertThat(strict.path("statusCode").asInt()).isEqualTo(200);
    } else {
      assertThat(strict.path("statusCode").asInt()).isEqualTo(401);
      assertThat(strict.at("/headers/www-authenticate").asText()).startsWith("Bearer ");
    }
  }

  @Test
  void refusalsNameWhatIsMissing() throws IOException {
    JsonNode scope =
        call(AccessSettings.STRICT, Operation.POST_RECORDS, Optional.of(claims("query", "*")));
    JsonNode grant =
        call(AccessSettings.STRICT, Operation.POST_RECORDS, Optional.of(claims("ingest", "d:r")));

    assertThat(scope.path("body").asText()).contains("scope 'ingest'");
    assertThat(scope.at("/headers/www-authenticate").asText())
        .contains("insufficient_scope", "scope=\"ingest\"");
    assertThat(grant.path("body").asText()).contains("'d:w'");
  }

  @Test
  void scopesOfAPoolCountAndThoseOfOthersDoNot() throws IOException {
    Map<String, Integer> answers =
        Map.of(
            "tarn/query",
            200,
            "query",
            200,
            "other/query",
            403,
            "tarn/tarn/query",
            403,
            "",
            403,
            "QUERY",
            403,
            "queryx",
            403,
            "admin ingest export",
            403);
    for (Map.Entry<String, Integer> each : answers.entrySet()) {
      assertThat(
              call(
                      AccessSettings.STRICT,
                      Operation.GET_DATASET,
                      Optional.of(claims(each.getKey(), "*")))
                  .path("statusCode")
                  .asInt())
          .as(each.getKey())
          .isEqualTo(each.getValue());
    }
    ObjectNode scp = JSON.createObjectNode().put("scp", "[query]").put("datasets", "*");
    assertThat(
            call(AccessSettings.STRICT, Operation.GET_DATASET, Optional.of(scp))
                .path("statusCode")
                .asInt())
        .isEqualTo(200);
  }

  @Test
  void tokensWithoutGrantsGetWhatTheSettingsSay() throws IOException {
    ObjectNode claims = JSON.createObjectNode().put("scope", "query");
    AccessSettings lenient = new AccessSettings(true, DatasetGrants.ALL, RateLimits.NONE);

    assertThat(
            call(AccessSettings.STRICT, Operation.GET_DATASET, Optional.of(claims))
                .path("statusCode")
                .asInt())
        .isEqualTo(404);
    assertThat(call(lenient, Operation.GET_DATASET, Optional.of(claims)).path("statusCode").asInt())
        .isEqualTo(200);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws IOException {
    AccessSettings limited = new AccessSettings(true, DatasetGrants.NONE, new RateLimits(1, 0));
    HttpApiFunction function = function(limited);
    ObjectNode claims = claims("query", "*").put("sub", "a");
    for (int i = 0; i < 10; i++) {
      assertThat(
              call(function, Operation.GET_DATASET, Optional.of(claims)).path("statusCode").asInt())
          .isEqualTo(200);
    }

    JsonNode refused = call(function, Operation.GET_DATASET, Optional.of(claims));

    assertThat(refused.path("statusCode").asInt()).isEqualTo(429);
    assertThat(refused.at("/headers/retry-after").asText()).isEqualTo("1");
    assertThat(refused.at("/headers/ratelimit").asText()).isEqualTo("\"requests\";r=0;t=10");
    assertThat(refused.at("/headers/ratelimit-policy").asText())
        .isEqualTo("\"requests\";q=10;qu=\"requests\";w=10");
    assertThat(
            call(function, Operation.GET_DATASET, Optional.of(claims.deepCopy().put("sub", "b")))
                .path("statusCode")
                .asInt())
        .isEqualTo(200);
    assertThat(
            call(function, Operation.GET_QUERY_HEALTH, Optional.empty()).path("statusCode").asInt())
        .isEqualTo(200);
    now.set(now.get().plusSeconds(1));
    assertThat(
            call(function, Operation.GET_DATASET, Optional.of(claims)).path("statusCode").asInt())
        .isEqualTo(200);
  }

  private static List<List<String>> subsets() {
    List<String> labels =
        java.util.Arrays.stream(Operation.Scope.values()).map(Labelled::label).toList();
    List<List<String>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << labels.size(); bits++) {
      List<String> subset = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        if ((bits & 1 << i) != 0) {
          subset.add(labels.get(i));
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  private static ObjectNode claims(String scope, String datasets) {
    return JSON.createObjectNode().put("scope", scope).put("datasets", datasets);
  }

  private HttpApiFunction function(AccessSettings settings) {
    Map<Operation, Endpoint> endpoints = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      endpoints.put(operation, request -> new ApiResponse(200, Map.of(), new byte[0]));
    }
    InstantSource clock = now::get;
    return new HttpApiFunction(
        () -> endpoints,
        new RequestGate(settings, clock),
        new MemoryMetrics("query", Clock.systemUTC()));
  }

  private JsonNode call(AccessSettings settings, Operation operation, Optional<ObjectNode> claims)
      throws IOException {
    return call(function(settings), operation, claims);
  }

  private static JsonNode call(
      HttpApiFunction function, Operation operation, Optional<ObjectNode> claims)
      throws IOException {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", operation.routeKey()).put("rawPath", "/");
    event.putObject("pathParameters").put("dataset", "d").put("name", "n");
    ObjectNode context = event.putObject("requestContext").put("requestId", "r");
    claims.ifPresent(each -> context.putObject("authorizer").putObject("jwt").set("claims", each));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handle(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, "invocation");
    return JSON.readTree(out.toByteArray());
  }
}
