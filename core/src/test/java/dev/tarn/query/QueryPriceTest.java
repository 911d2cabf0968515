package dev.tarn.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.StoreUsage;
import org.junit.jupiter.api.Test;

final class QueryPriceTest {
  private final QueryPrice price = new QueryPrice(2_048);

  @Test
  void aQueryCostsItsRequestsItsComputeAndTheWayToIt() {
    // 10 GETs 0.000004, a LIST 0.000005, 2 GB for 1.5 s 0.0000400002, an invocation 0.0000002, a
    // request 0.000001.
    assertThat(price.of(usage(10, 1), 1_500, 0)).isEqualByComparingTo("0.0000502");
  }

  @Test
  void anAnswerCostsItsWayOut() {
    // 1 MiB in two requests of the gateway's 0.000002, 1/1024 GB out 0.000087891, an invocation.
    assertThat(price.of(usage(0, 0), 0, 1 << 20)).isEqualByComparingTo("0.000090091");
  }

  @Test
  void aQueryThatTakesNothingCostsTheWayToIt() {
    assertThat(price.of(usage(0, 0), 0, 0)).isEqualByComparingTo("0.0000012");
  }

  private static StoreUsage usage(long gets, long lists) {
    return new StoreUsage(gets, 0, lists, 0, 0, 0, 0, 0);
  }
}
