package dev.tarn.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.terminal.Amounts;
import java.time.Duration;

/// What a query did and what it would cost, from its statistics, on one line.
///
/// @param stats the `stats` of a query's answer
public record QuerySummary(JsonNode stats, long rows) {
  /// Such as `8 rows · 1 of 8 files · 12 kB of 96 kB · 41 ms · $0.0000042`, or `8 rows · 41 ms` for
  /// those who are not told what was read.
  public String text() {
    if (!stats.has("filesTotal")) {
      return Amounts.count(rows, "row")
          + " · "
          + Amounts.time(Duration.ofMillis(Math.round(stats.path("elapsedMs").asDouble())));
    }
    return String.join(
        " · ",
        Amounts.count(rows, "row"),
        Amounts.count(stats.path("filesScanned").asLong())
            + " of "
            + Amounts.count(stats.path("filesTotal").asLong(), "file"),
        Amounts.bytes(stats.path("bytesFetched").asLong())
            + " of "
            + Amounts.bytes(stats.path("bytesTotal").asLong()),
        Amounts.time(Duration.ofMillis(Math.round(stats.path("elapsedMs").asDouble()))),
        Amounts.dollars(stats.path("costUsd").asDouble()));
  }
}
