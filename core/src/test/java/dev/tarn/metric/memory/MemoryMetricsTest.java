package dev.tarn.metric.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.MetricSeries.Point;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryMetricsTest {
  private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(TEN);
  private final InstantSource time = now::get;
  private final Clock clock = time.withZone(ZoneOffset.UTC);
  private final MemoryMetrics metrics = new MemoryMetrics("query", clock);

  @Test
  void sumsUpMinuteByMinute() {
    record("orders", TEN.plusSeconds(1), new Measurement("Rows", 4, Measurement.Unit.COUNT));
    record("orders", TEN.plusSeconds(59), new Measurement("Rows", 2, Measurement.Unit.COUNT));
    record("orders", TEN.plusSeconds(130), new Measurement("Rows", 7, Measurement.Unit.COUNT));
    now.set(TEN.plusSeconds(140));

    assertThat(metrics.since(Duration.ofHours(1)))
        .containsExactly(
            new MetricSeries(
                "query",
                "orders",
                "Rows",
                Measurement.Unit.COUNT,
                MINUTE,
                List.of(new Point(TEN, 6, 2, 2, 4), new Point(TEN.plusSeconds(120), 7, 1, 7, 7))));
  }

  @Test
  void keepsDatasetsNamesAndUnitsApartInOrder() {
    record(
        "orders",
        TEN,
        new Measurement("Took", 1, Measurement.Unit.MILLISECONDS),
        new Measurement("Read", 1, Measurement.Unit.BYTES));
    record("-", TEN, new Measurement("Took", 1, Measurement.Unit.MILLISECONDS));
    record("orders", TEN, new Measurement("Read", 1, Measurement.Unit.COUNT));

    assertThat(metrics.since(Duration.ofHours(1)))
        .extracting(series -> series.dataset() + " " + series.name() + " " + series.unit())
        .containsExactly(
            "- Took MILLISECONDS",
            "orders Read COUNT",
            "orders Read BYTES",
            "orders Took MILLISECONDS");
  }

  @Test
  void leavesOutWhatIsOlder() {
    record("orders", TEN, new Measurement("Rows", 4, Measurement.Unit.COUNT));
    now.set(TEN.plusSeconds(61));

    assertThat(metrics.since(MINUTE)).isEmpty();
    assertThat(metrics.since(MINUTE.multipliedBy(2))).hasSize(1);
  }

  @Test
  void keepsTheLastTenThousandRecordings() {
    for (int value = 0; value <= 10_000; value++) {
      record("orders", TEN, new Measurement("Rows", value, Measurement.Unit.COUNT));
    }

    assertThat(metrics.since(MINUTE).getFirst().points())
        .containsExactly(new Point(TEN, 50_005_000, 10_000, 1, 10_000));
  }

  private void record(String dataset, Instant at, Measurement... measurements) {
    now.set(at);
    metrics.record(dataset, List.of(measurements));
  }
}
