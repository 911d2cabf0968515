package dev.tarn.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QueryPriceTest {
  private final QueryPrice price = new QueryPrice(2_048);

  @Test
  void aQueryCostsItsRequestsItsComputeAndTheWayToIt() {
    // 10 GETs 0.000004, 2 GB for 1.5 s 0.0000400002, an invocation 0.0000002, a request 0.000001.
    assertThat(price.of(10, 1_500)).isEqualByComparingTo("0.0000452");
  }

  @Test
  void aQueryThatTakesNothingCostsTheWayToIt() {
    assertThat(price.of(0, 0)).isEqualByComparingTo("0.0000012");
  }
}
