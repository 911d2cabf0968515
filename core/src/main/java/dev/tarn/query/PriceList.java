package dev.tarn.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/// What a query costs, in US dollars.
///
/// @param date when the prices were read
/// @param storeRequest one GET of the object store
/// @param gigabyteSecond one second of one gigabyte of a function's memory
/// @param invocation one invocation of a function
/// @param apiRequest one request through the API gateway
public record PriceList(
    LocalDate date,
    BigDecimal storeRequest,
    BigDecimal gigabyteSecond,
    BigDecimal invocation,
    BigDecimal apiRequest) {
  /// List prices of us-east-1: S3 Standard GET $0.0004 per 1,000; Lambda on arm64 $0.0000133334 per
  /// GB-second and $0.20 per million invocations; API Gateway HTTP API $1.00 per million.
  public static final PriceList US_EAST_1 =
      new PriceList(
          LocalDate.of(2026, 11, 24),
          new BigDecimal("0.0000004"),
          new BigDecimal("0.0000133334"),
          new BigDecimal("0.0000002"),
          new BigDecimal("0.000001"));

  private static final BigDecimal MEGABYTE_MILLIS_PER_GIGABYTE_SECOND =
      BigDecimal.valueOf(1024 * 1000);

  /// The price of one invocation behind the gateway.
  ///
  /// @param requests made to the store
  /// @param millis the function ran for
  /// @param memoryMegabytes the function has
  public BigDecimal cost(long requests, long millis, long memoryMegabytes) {
    BigDecimal compute =
        gigabyteSecond
            .multiply(BigDecimal.valueOf(millis * memoryMegabytes))
            .divide(MEGABYTE_MILLIS_PER_GIGABYTE_SECOND, 12, RoundingMode.HALF_UP);
    return storeRequest
        .multiply(BigDecimal.valueOf(requests))
        .add(compute)
        .add(invocation)
        .add(apiRequest)
        .setScale(9, RoundingMode.HALF_UP)
        .stripTrailingZeros();
  }
}
