package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `functions.json`, from which Terraform makes the functions, says what the code is.
class FunctionsTest {
  /// Read, and not given by Terraform: a bucket of its own needs no prefix, and AWS no endpoint;
  /// tokens are needed unless functions are told otherwise; Lambda itself sets the others.
  private static final Set<String> NOT_GIVEN =
      Set.of(
          "TARN_PREFIX",
          "TARN_S3_ENDPOINT",
          "TARN_TOKENS",
          "AWS_REGION",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE");

  private static final String MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

  private final JsonNode functions = InfraFiles.json("functions.json");

  @Test
  void eachFunctionOfTheApiIsMadeAndNoOther() {
    assertThat(functions.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.Function.values()).map(Operation.Function::label).toList());
  }

  @ParameterizedTest
  @EnumSource
  void aFunctionIsGivenTheVariablesThatItReads(Operation.Function function) {
    assertThat(differences(function, functions.at("/" + function.label() + "/environment")))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aVariableThatIsMissingOrTooManyIsFound(Operation.Function function) {
    ArrayNode given = (ArrayNode) functions.at("/" + function.label() + "/environment");
    ArrayNode missing = given.deepCopy();
    missing.remove(0);
    ArrayNode more = given.deepCopy().add("TARN_UNREAD");

    assertThat(differences(function, missing)).isNotEmpty();
    assertThat(differences(function, more)).containsExactly("TARN_UNREAD");
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerIsAMethodThatLambdaCanCall(Operation.Function function) {
    String handler = functions.at("/" + function.label() + "/handler").asText();

    assertThat(isHandler(handler)).isTrue();
    assertThat(isHandler(handler.replace("Handler", "Handlers"))).isFalse();
    assertThat(isHandler(handler.replace("handleRequest", "handle"))).isFalse();
  }

  @Test
  void memoryIsBoundedAsTheFunctionsBoundIt() {
    for (Operation.Function function :
        List.of(Operation.Function.QUERY, Operation.Function.EXPORT)) {
      long least = bound(function, "least");
      long most = bound(function, "most");

      assertThatCode(
              () -> {
                FunctionSettings.read(function, MEMORY, Long.toString(least));
                FunctionSettings.read(function, MEMORY, Long.toString(most));
              })
          .doesNotThrowAnyException();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FunctionSettings.read(function, MEMORY, Long.toString(least - 1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FunctionSettings.read(function, MEMORY, Long.toString(most + 1)));
    }
  }

  @Test
  void ingestBoundsNoMemoryOfItsOwn() {
    assertThat(FunctionSettings.readBy(Operation.Function.INGEST)).doesNotContain(MEMORY);
  }

  private long bound(Operation.Function function, String which) {
    return ((ObjectNode) functions.at("/" + function.label() + "/memory_mb")).path(which).asLong();
  }

  private static Set<String> differences(Operation.Function function, JsonNode given) {
    Set<String> read = new HashSet<>(FunctionSettings.readBy(function));
    read.removeAll(NOT_GIVEN);
    Set<String> differences = new TreeSet<>();
    given.forEach(name -> {
      if (!read.remove(name.asText())) {
        differences.add(name.asText());
      }
    });
    differences.addAll(read);
    return differences;
  }

  private static boolean isHandler(String handler) {
    String[] parts = handler.split("::", -1);
    try {
      Class<?> type = Class.forName(parts[0]);
      var _ = type.getConstructor();
      return RequestStreamHandler.class.isAssignableFrom(type)
          && Arrays.stream(RequestStreamHandler.class.getMethods())
              .anyMatch(method -> method.getName().equals(parts[1]));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
