package dev.tarn.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ListPriceTest {
  /// By hand, from the tiers.
  @ParameterizedTest
  @CsvSource({
    "STORE_WRITE, 1000, 0.005",
    "STORE_WRITE, 1, 0.000005",
    "STORE_READ, 1000000, 0.4",
    "STORAGE, 0, 0",
    "STORAGE, 51200, 1177.6",
    "STORAGE, 51201, 1177.622",
    "STORAGE, 512000, 11315.2",
    "STORAGE, 512001, 11315.221",
    "COMPUTE, 7500000000, 100000.5",
    "API_REQUEST, 300000000, 300",
    "API_REQUEST, 300000010, 300.000009",
    "CUSTOM_METRIC, 10000, 3000",
    "CUSTOM_METRIC, 10001, 3000.1",
    "CUSTOM_METRIC, 250000, 27000",
    "LOG_INGESTION, 61440, 12800",
    "MACHINE_TOKEN, 57000, 128.25",
    "DELIVERY, 10241, 870.48",
    "SCAN, 1, 5"
  })
  void anAmountCostsEachPartByItsTier(ListPrice price, BigDecimal amount, BigDecimal dollars) {
    assertThat(price.of(amount)).isEqualByComparingTo(dollars);
  }

  @Test
  void whatIsFreeIsTakenOffAndNeverMoreThanThere() {
    assertThat(ListPrice.DASHBOARD.beyondFree(new BigDecimal(2))).isEqualByComparingTo("0");
    assertThat(ListPrice.DASHBOARD.beyondFree(new BigDecimal(4))).isEqualByComparingTo("3");
  }

  @Test
  void lessThanNothingIsNoAmount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListPrice.STORAGE.of(new BigDecimal("-1")));
  }

  @ParameterizedTest
  @EnumSource(ListPrice.class)
  void everyPriceHasAUnitAPageAndTiersInOrderOfWhichTheLastHasNoEnd(ListPrice price) {
    assertThat(price.unit()).isNotBlank();
    assertThat(price.item()).isNotBlank();
    assertThat(price.service().page())
        .startsWith("aws.amazon.com/")
        .contains("pricing")
        .doesNotContain(" ");
    assertThat(price.free()).isNotNegative();
    List<Tier> tiers = price.tiers();
    assertThat(tiers.getLast().upTo()).isEmpty();
    for (int i = 0; i + 1 < tiers.size(); i++) {
      assertThat(tiers.get(i).upTo()).isPresent();
      assertThat(tiers.get(i + 1).dollars()).isLessThan(tiers.get(i).dollars());
      BigDecimal end = tiers.get(i).upTo().orElseThrow();
      tiers.get(i + 1).upTo().ifPresent(next -> assertThat(next).isGreaterThan(end));
    }
  }

  @Test
  void theTableHasNoOtherPrices() {
    assertThat(PriceTable.read("us-east-1.csv").rows()).hasSameSizeAs(ListPrice.values());
  }
}
