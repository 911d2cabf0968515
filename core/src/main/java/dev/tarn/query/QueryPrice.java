package dev.tarn.query;

import dev.tarn.price.ListPrice;
import dev.tarn.store.StoreUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// What queries of one function cost, by the [list prices][ListPrice] of us-east-1: requests to the
/// store by their kind, the function's memory for as long as the query runs, its invocation, the
/// way to it through the API gateway, and the answer's way out. What is free is not taken off.
///
/// @param memoryMegabytes the function has
public record QueryPrice(long memoryMegabytes) {
  private static final BigDecimal MEGABYTE_MILLIS_PER_GIGABYTE_SECOND =
      BigDecimal.valueOf(1024 * 1000);
  private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1L << 30);

  /// An answer is a request of the gateway's for each of these that it begins.
  private static final long GATEWAY_BYTES = 512 << 10;

  /// What a query is taken to need before it has run, in milliseconds: without anything to fetch,
  /// for requests at once, and for bytes.
  private static final long FIXED_MILLIS = 150;

  private static final long REQUEST_MILLIS = 25;
  private static final long REQUESTS_AT_ONCE = 16;
  private static final long BYTES_PER_MILLI = 50_000;

  /// In US dollars: what was asked of the store, `millis` of run time, and an answer of
  /// `answerBytes`.
  BigDecimal of(StoreUsage usage, long millis, long answerBytes) {
    BigDecimal gigabyteSeconds =
        BigDecimal.valueOf(millis)
            .multiply(BigDecimal.valueOf(memoryMegabytes))
            .divide(MEGABYTE_MILLIS_PER_GIGABYTE_SECOND, MathContext.DECIMAL64);
    long gatewayRequests = Math.max(1, Math.ceilDiv(answerBytes, GATEWAY_BYTES));
    return ListPrice.STORE_READ
        .of(BigDecimal.valueOf(usage.gets() + usage.heads()))
        .add(
            ListPrice.STORE_WRITE.of(
                BigDecimal.valueOf(usage.lists() + usage.puts() + usage.copies())))
        .add(ListPrice.COMPUTE.of(gigabyteSeconds))
        .add(ListPrice.INVOCATION.one())
        .add(ListPrice.API_REQUEST.of(BigDecimal.valueOf(gatewayRequests)))
        .add(
            ListPrice.TRANSFER_OUT.of(
                BigDecimal.valueOf(answerBytes).divide(GIGABYTE, MathContext.DECIMAL64)))
        .setScale(9, RoundingMode.HALF_UP)
        .stripTrailingZeros();
  }

  /// How long a query may take that makes `requests` to the store and fetches `bytes`, in
  /// milliseconds: a rough guess.
  static long millis(long requests, long bytes) {
    return FIXED_MILLIS
        + Math.ceilDiv(requests, REQUESTS_AT_ONCE) * REQUEST_MILLIS
        + bytes / BYTES_PER_MILLI;
  }
}
