package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private final RouteTable routes = new RouteTable(List.of(Operation.values()));

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperationIsFoundByItsMethodAndPath(Operation operation) {
    String path = operation.path().replaceAll("\\{[a-zA-Z]+}", "some_value");
    assertThat(routes.find(operation.method(), path))
        .isInstanceOfSatisfying(
            Route.Served.class, served -> assertThat(served.operation()).isEqualTo(operation));
  }

  @Test
  void parametersHoldTheirSegments() {
    assertThat(routes.find("GET", "/v1/datasets/quakes/receipts/a b"))
        .isEqualTo(
            new Route.Served(Operation.GET_RECEIPT, Map.of("dataset", "quakes", "batchId", "a b")));
  }

  @Test
  void aLiteralSegmentGoesBeforeAParameter() {
    RouteTable overlapping = new RouteTable(List.of(Operation.GET_DATASET, Operation.GET_HISTORY));
    assertThat(overlapping.find("GET", "/v1/datasets/x/history"))
        .isEqualTo(new Route.Served(Operation.GET_HISTORY, Map.of("dataset", "x")));
  }

  @Test
  void anotherMethodIsToldWhichAreServed() {
    assertThat(routes.find("DELETE", "/v1/datasets/quakes"))
        .isEqualTo(new Route.OtherMethods(List.of("GET", "PUT")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v1",
        "/v2/datasets",
        "/v1/datasets/",
        "/v1/datasets//records",
        "/v1/datasets/a/b/records",
        "/V1/datasets"
      })
  void otherPathsAreUnknown(String path) {
    assertThat(routes.find("GET", path)).isEqualTo(new Route.Unknown());
  }
}
