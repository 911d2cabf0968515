package dev.tarn.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PriceListTest {
  @Test
  void aQueryCostsItsRequestsItsComputeAndTheWayToIt() {
    // 10 GETs 0.000004, 2 GB for 1.5 s 0.0000400002, an invocation 0.0000002, a request 0.000001.
    assertThat(PriceList.US_EAST_1.cost(10, 1_500, 2_048)).isEqualByComparingTo("0.0000452");
    assertThat(PriceList.US_EAST_1.cost(0, 0, 2_048)).isEqualByComparingTo("0.0000012");
  }
}
