package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.api.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlesTest {
  private static final String OTHERS =
      "\"query\": {\"rate\": 2.5, \"burst\": 3}, \"export\": {\"rate\": 1, \"burst\": 1},"
          + " \"open\": {\"rate\": 1, \"burst\": 2}";

  @Test
  void everyRouteIsThrottledAsDeployed() {
    assertThat(Operation.values())
        .allSatisfy(operation -> assertThat(Throttles.deployed().of(operation)).isPresent());
  }

  @Test
  void aFileIsReadByFunctionAndForOpenRoutes() {
    Throttles throttles = read("{\"ingest\": {\"rate\": 4, \"burst\": 8}, " + OTHERS + "}");

    assertThat(throttles.of(Operation.POST_RECORDS)).contains(new Throttle(4, 8));
    assertThat(throttles.of(Operation.POST_QUERY)).contains(new Throttle(2.5, 3));
    assertThat(throttles.of(Operation.GET_METRICS)).contains(new Throttle(1, 1));
    assertThat(throttles.of(Operation.GET_INGEST_HEALTH)).contains(new Throttle(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "ingest": {"rate": 4}                              | a throttle is
          "ingest": {"rate": 4, "burst": 1.5}                | a throttle is
          "ingest": {"rate": 4, "burst": 99999999999999999999} | a throttle is
          "ingest": {"rate": "4", "burst": 8}                | a throttle is
          "ingest": {"rate": 4, "burst": 8, "quota": 1}      | a throttle is
          "ingest": {"rate": 0.5, "burst": 8}                | at least 1
          "ingest": {"rate": 4, "burst": 0}                  | at least 1
          "ingest": 4                                        | a throttle is
          "inject": {"rate": 4, "burst": 8}                  | not for
          "ingest":                                          | JSON
          """)
  void whatDoesNotFitIsTold(String first, String told) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{" + first + ", " + OTHERS + "}"))
        .withMessageContaining(told);
  }

  @Test
  void aFileThatLacksOneOrHasOneTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{" + OTHERS + "}"))
        .withMessageContaining("ingest");
    assertThatIllegalArgumentException().isThrownBy(() -> read("{" + OTHERS + ", " + OTHERS + "}"));
    assertThatIllegalArgumentException().isThrownBy(() -> read("[]"));
  }

  private static Throttles read(String json) {
    return Throttles.read(json.getBytes(UTF_8));
  }
}
