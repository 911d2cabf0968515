package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.catalog.Datasets;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.MemoryTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DatasetsEndpointTest {
  private static final String DEFINITION =
      """
      {"schema":{"type":"record","name":"R","fields":[\
      {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},\
      {"name":"net","type":"string","doc":"é"}]},\
      "eventTime":"time","clusterBy":["net"],"retentionDays":30,"description":"d",\
      "rowAccess":{"column":"net","claim":"net"}}\
      """;

  private final DatasetsEndpoint endpoint =
      new DatasetsEndpoint(
          new Datasets(
              new MemoryTables(
                  Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC))));

  @Test
  void aPutThatCreatesIsAnsweredWithTheDefinitionItsTagAndItsPlace() {
    ApiResponse answer = put(DEFINITION, Map.of());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("location", "/v1/datasets/readings");
    assertThat(answer.headers().get("etag")).matches("\"[0-9a-f]{32}\"");
    ObjectNode document = document(answer);
    assertThat(document.remove("definition")).isEqualTo(json(DEFINITION));
    assertThat(document)
        .isEqualTo(
            json(
                "{\"name\":\"readings\",\"change\":\"created\",\"version\":0,\"schemaVersion\":1}"));
  }

  @Test
  void whatIsAnsweredAsDefinitionCanBePutAgain() {
    String definition = document(put(DEFINITION, Map.of())).get("definition").toString();

    ApiResponse again = put(definition, Map.of());

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).doesNotContainKey("location");
    assertThat(document(again).get("change").textValue()).isEqualTo("unchanged");
  }

  @Test
  void theTagOfAGetGuardsAPut() {
    put(DEFINITION, Map.of());
    String etag = get().headers().getOrDefault("etag", "");

    ApiResponse evolved = put(DEFINITION.replace("\"d\"", "\"e\""), Map.of("if-match", etag));

    assertThat(evolved.status()).isEqualTo(200);
    assertThat(document(evolved).get("change").textValue()).isEqualTo("evolved");
    assertThat(problem(() -> put(DEFINITION.replace("\"d\"", "\"f\""), Map.of("if-match", etag))))
        .isInstanceOf(Problem.PreconditionFailed.class);
  }

  @Test
  void aGetDescribesTheDataset() {
    put(DEFINITION, Map.of());

    ObjectNode document = document(get());

    assertThat(document.remove("definition")).isEqualTo(json(DEFINITION));
    assertThat(document)
        .isEqualTo(
            json(
                """
                {"name":"readings","version":0,"time":"2026-03-01T00:00:00Z","rows":0,"files":0,\
                "bytes":0,"schemaVersion":1}\
                """));
  }

  @Test
  void datasetsAreListed() {
    assertThat(document(endpoint.list(request(Operation.LIST_DATASETS, Map.of()))))
        .isEqualTo(json("{\"datasets\":[]}"));
    put(DEFINITION, Map.of());

    assertThat(document(endpoint.list(request(Operation.LIST_DATASETS, Map.of()))))
        .isEqualTo(
            json("{\"datasets\":[{\"name\":\"readings\",\"description\":\"d\",\"version\":0}]}"));
  }

  @Test
  void historyIsNewestFirstAndLimited() {
    put(DEFINITION, Map.of());
    put(DEFINITION.replace("\"d\"", "\"e\""), Map.of());

    assertThat(document(history(Map.of())).get("history")).hasSize(2);
    assertThat(document(history(Map.of("limit", "1"))))
        .isEqualTo(
            json(
                """
                {"name":"readings","history":[{"version":1,"time":"2026-03-01T00:00:00Z",\
                "operation":"evolve","rowsAdded":0,"bytesAdded":0,"filesAdded":0,"rowsRemoved":0,\
                "bytesRemoved":0,"filesRemoved":0}]}\
                """));
  }

  @Test
  void aRequestThatDoesNotFitIsRefused() {
    put(DEFINITION, Map.of());

    for (String limit : new String[] {"0", "1001", "-1", "x", "", "1.5", "99999999999"}) {
      assertThat(problem(() -> history(Map.of("limit", limit))))
          .as(limit)
          .isInstanceOf(Problem.MalformedRequest.class);
    }
    assertThat(problem(() -> history(Map.of("limits", "5"))).detail()).contains("limits", "limit");
    assertThat(problem(() -> endpoint.list(request(Operation.LIST_DATASETS, Map.of("a", "b")))))
        .isInstanceOf(Problem.MalformedRequest.class);
    assertThat(problem(() -> put(DEFINITION, Map.of("content-type", "text/csv"))))
        .isInstanceOf(Problem.UnsupportedMediaType.class);
  }

  @Test
  void aNameThatIsNoneCannotBePutAndDoesNotExist() {
    assertThat(
            problem(() ->
                endpoint.put(
                    new ApiRequest(
                        "id",
                        Operation.PUT_DATASET,
                        Principal.withoutToken(),
                        Map.of("dataset", "No__Name"),
                        Map.of(),
                        Map.of(),
                        DEFINITION.getBytes(StandardCharsets.UTF_8)))))
        .isInstanceOf(Problem.MalformedRequest.class);
    assertThat(
            problem(() ->
                endpoint.get(
                    new ApiRequest(
                        "id",
                        Operation.GET_DATASET,
                        Principal.withoutToken(),
                        Map.of("dataset", "No__Name"),
                        Map.of(),
                        Map.of(),
                        new byte[0]))))
        .isEqualTo(new Problem.UnknownDataset("No__Name"));
  }

  private ApiResponse put(String body, Map<String, String> headers) {
    return endpoint.put(
        new ApiRequest(
            "id",
            Operation.PUT_DATASET,
            Principal.withoutToken(),
            Map.of("dataset", "readings"),
            Map.of(),
            headers,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private ApiResponse get() {
    return endpoint.get(request(Operation.GET_DATASET, Map.of()));
  }

  private ApiResponse history(Map<String, String> parameters) {
    return endpoint.history(request(Operation.GET_HISTORY, parameters));
  }

  private static ApiRequest request(Operation operation, Map<String, String> parameters) {
    return new ApiRequest(
        "id",
        operation,
        Principal.withoutToken(),
        Map.of("dataset", "readings"),
        parameters,
        Map.of(),
        new byte[0]);
  }

  private static ObjectNode document(ApiResponse answer) {
    return JsonDocument.object(answer.body());
  }

  private static JsonNode json(String text) {
    return JsonDocument.object(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problem(ThrowingCallable call) {
    ProblemException refusal = catchThrowableOfType(ProblemException.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.problem();
  }
}
