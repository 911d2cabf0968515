package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DistinctEstimateTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 1_000, 8_000, 12_000, 50_000, 1_000_000})
  void isWithinAFewPercentHoweverOftenValuesRepeat(int distinct) {
    DistinctEstimate estimate = new DistinctEstimate();
    for (int i = 0; i < distinct * 2; i++) {
      byte[] value = ("device-" + i % distinct).getBytes(StandardCharsets.US_ASCII);
      estimate.add(ByteHash.hash(value, 0, value.length, 42));
    }

    assertThat((double) estimate.count()).isCloseTo(distinct, Percentage.withPercentage(6));
  }
}
