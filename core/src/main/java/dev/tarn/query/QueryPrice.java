package dev.tarn.query;

import java.math.BigDecimal;

/// What queries of one function cost.
///
/// @param memoryMegabytes the function has
public record QueryPrice(PriceList prices, long memoryMegabytes) {
  /// In US dollars, for `requests` to the store and `millis` of run time.
  BigDecimal of(long requests, long millis) {
    return prices.cost(requests, millis, memoryMegabytes);
  }
}
