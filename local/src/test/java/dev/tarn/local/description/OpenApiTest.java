package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.DefinitionRules;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.local.description.ApiDescription.Described;
import dev.tarn.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  /// What the gateway answers, before there is an operation.
  private static final Set<ProblemType> OUTSIDE_OPERATIONS =
      Set.of(ProblemType.UNKNOWN_ROUTE, ProblemType.METHOD_NOT_ALLOWED);

  private final ApiDescription description;

  OpenApiTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @Test
  void everyOperationIsDescribedAndNoOther() {
    assertThat(description.operations())
        .extracting(each ->
            each.operation().path("operationId").asText() + " " + each.method() + " " + each.path())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.values())
                .map(each -> each.id() + " " + each.routeKey())
                .toList());
  }

  @Test
  void everyOperationNeedsTheScopeThatItSays() {
    for (Described each : description.operations()) {
      List<String> scopes = new ArrayList<>();
      each.operation()
          .path("security")
          .forEach(one -> one.path("jwt").forEach(scope -> scopes.add(scope.asText())));

      assertThat(scopes)
          .as(each.path())
          .containsExactlyElementsOf(
              operation(each).scope().map(Operation.Scope::label).stream().toList());
    }
  }

  @Test
  void everyPathParameterIsDescribed() {
    for (Described each : description.operations()) {
      List<String> described =
          each.parameters().stream()
              .filter(parameter -> parameter.path("in").asText().equals("path"))
              .map(parameter -> parameter.path("name").asText())
              .toList();
      List<String> named =
          Pattern.compile("\\{(\\w+)}")
              .matcher(each.path())
              .results()
              .map(result -> result.group(1))
              .toList();

      assertThat(described).as(each.path()).containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void everyAnswerCarriesTheRequestsIdAndEveryFailureIsAProblem() {
    for (Described each : description.operations()) {
      for (Map.Entry<String, JsonNode> response : each.operation().path("responses").properties()) {
        String name = each.method() + " " + each.path() + " " + response.getKey();
        JsonNode resolved = description.resolved(response.getValue());

        assertThat(resolved.path("headers").has("x-request-id")).as(name).isTrue();
        if (Integer.parseInt(response.getKey()) >= 400) {
          assertThat(resolved.at("/content/application~1problem+json/schema/$ref").asText())
              .as(name)
              .isEqualTo("#/components/schemas/Problem");
        }
      }
    }
  }

  @Test
  void everyOperationCanFailInsideAndFindTheStoreAway() {
    for (Described each : description.operations()) {
      assertThat(each.operation().path("responses").has("500")).as(each.path()).isTrue();
      assertThat(each.operation().path("responses").has("503")).as(each.path()).isTrue();
    }
  }

  @Test
  void everyKindOfProblemIsDescribedWithItsStatus() {
    JsonNode problem = description.at("/components/schemas/Problem/properties");

    assertThat(texts(problem.at("/type/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> ProblemJson.TYPE_PREFIX + type.code())
                .toList());
    assertThat(texts(problem.at("/status/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values())
                .map(ProblemType::status)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(status -> Integer.toString(status))
                .toList());
    assertThat(
            Pattern.compile("\\| `([a-z-]+)` \\| (\\d+) \\|")
                .matcher(description.at("/info/description").asText())
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> type.code() + " " + type.status())
                .toList());
  }

  @Test
  void everyStatusOfAProblemIsAnsweredSomewhere() {
    Set<String> answered = new TreeSet<>();
    description
        .operations()
        .forEach(each ->
            each.operation().path("responses").fieldNames().forEachRemaining(answered::add));

    for (ProblemType type : ProblemType.values()) {
      if (!OUTSIDE_OPERATIONS.contains(type)) {
        assertThat(answered).contains(Integer.toString(type.status()));
      }
    }
  }

  @Test
  void problemsInExamplesAreAsTheyAreAnswered() {
    int examples = 0;
    for (JsonNode example : description.at("").findValues("example")) {
      String type = example.path("type").asText();
      if (type.startsWith(ProblemJson.TYPE_PREFIX)) {
        ProblemType expected =
            Arrays.stream(ProblemType.values())
                .filter(each -> type.equals(ProblemJson.TYPE_PREFIX + each.code()))
                .findFirst()
                .orElseThrow();
        assertThat(example.path("title").asText()).isEqualTo(expected.title());
        assertThat(example.path("status").asInt()).isEqualTo(expected.status());
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(10);
  }

  @Test
  void theDefinitionInTheExampleIsAccepted() {
    String body =
        description
            .at(
                "/paths/~1v1~1datasets~1{dataset}/put/requestBody/content/application~1json/example")
            .toString();

    assertThatCode(() ->
            DefinitionRules.check(
                DefinitionJson.parseRequest(
                    new DatasetName("earthquakes"), body.getBytes(StandardCharsets.UTF_8))))
        .doesNotThrowAnyException();
  }

  private static Operation operation(Described described) {
    return Arrays.stream(Operation.values())
        .filter(each -> each.id().equals(described.operation().path("operationId").asText()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
