package dev.tarn.query;

import dev.tarn.price.ListPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// What queries of one function cost, by the [list prices][ListPrice] of us-east-1.
///
/// @param memoryMegabytes the function has
public record QueryPrice(long memoryMegabytes) {
  private static final BigDecimal MEGABYTE_MILLIS_PER_GIGABYTE_SECOND =
      BigDecimal.valueOf(1024 * 1000);

  /// In US dollars: `requests` that read the store, `millis` of run time, one invocation, and the
  /// way to it through the API gateway.
  BigDecimal of(long requests, long millis) {
    BigDecimal gigabyteSeconds =
        BigDecimal.valueOf(millis)
            .multiply(BigDecimal.valueOf(memoryMegabytes))
            .divide(MEGABYTE_MILLIS_PER_GIGABYTE_SECOND, MathContext.DECIMAL64);
    return ListPrice.STORE_READ
        .of(BigDecimal.valueOf(requests))
        .add(ListPrice.COMPUTE.of(gigabyteSeconds))
        .add(ListPrice.INVOCATION.one())
        .add(ListPrice.API_REQUEST.one())
        .setScale(9, RoundingMode.HALF_UP)
        .stripTrailingZeros();
  }
}
