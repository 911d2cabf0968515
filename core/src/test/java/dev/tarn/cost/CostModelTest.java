package dev.tarn.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tarn.price.ListPrice;
import dev.tarn.price.Service;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CostModelTest {
  private static final Percentage EXACT = Percentage.withPercentage(0.0001);
  private static final Demand DEMAND = new Demand(100, 20e6, 1, 1, 0);
  private final CostModel model = new CostModel(false);

  /// 100 devices, a record a minute each, 10 in a request: 438,000 batches a month.
  private static Fleet fleet() {
    return fleet(100, 60, 10, 1);
  }

  private static Fleet fleet(long devices, double perHour, long batch, long datasets) {
    return new Fleet(devices, perHour, 200, batch, datasets, 8, 365);
  }

  private static Workload workload(Fleet fleet) {
    return new Workload(fleet, DEMAND, Deployment.DEFAULT, Timing.DEFAULT);
  }

  private CostLine line(Workload workload, String what) {
    return model.estimate(workload).lines().stream()
        .filter(line -> line.usage().what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  /// What each line costs, by hand.
  @ParameterizedTest
  @CsvSource({
    // 438,000 × $1 a million
    "batches through the API, 0.438",
    "calls of ingest, 0.0876",
    // 6.143 ms + 3 × 50 ms = 156.143 ms; × 438,000 × 1,769 ÷ 1,024 MB × 0.0000133334
    "compute of ingest, 1.5753218",
    // 438,000 × 3 × $5 a million
    "puts of batches, 6.57",
    "puts of checkpoints, 0.0876",
    // 144,000 records a day × 25 B × 402 days ÷ 2^30 × 0.023
    "records, 0.030999869",
    // 14,400 × 3,650 B × 37 days
    "'files of batches, until they are gone', 0.041656588",
    // 14,400 × 1,560 B × 60 days
    "log entries, 0.02887115",
    // 288 × (23,000 + 81 × 100,800) B × 60 days
    "checkpoints, 3.0306987",
    "receipts, 0.004349178",
    // 3,041.667 queries
    "queries through the API, 0.0030416667",
    "listings of queries, 0.0152083333",
    // 26 of the log, 300 not merged, 3 of 8 MiB
    "reads of queries, 0.40028333",
    // 791 jobs × 3 requests
    "messages of maintenance, 0.000949",
    "puts of jobs of maintenance, 0.0118625",
    // 8 × (1 + 1) × 0.3, all in each hour
    "metrics of ingest, 4.8",
    "metrics of queries, 3.6",
    "metrics of compaction, 6.6",
    // 10 × 2 × 30.41667 ÷ 730 × 0.3
    "metrics of expiry and audits, 0.25",
    "metrics of routes, 3.6",
    // 438,000 × 1,196 B ÷ 2^30 × 0.5
    "logs of ingest, 0.24393514",
    "access log of the API, 0.09776",
    "traces of ingest, 2.19",
    "the key, 1",
    "alarms, 3.8",
    "the dashboard, 3",
    "the clock, 0.044590833",
    "listings by the clock, 0.222954167",
    "polls of the queues, 0.7884",
    "schedules read by the clock, 0.01752"
  })
  void aLineCostsWhatItCostsByHand(String what, double dollars) {
    assertThat(line(workload(fleet()), what).dollars())
        .isCloseTo(dollars, Percentage.withPercentage(0.01));
  }

  @Test
  void theSumIsTheLinesTheServicesAndTheActivities() {
    Estimate estimate = model.estimate(workload(fleet()));

    assertThat(estimate.byService().values().stream().mapToDouble(d -> d).sum())
        .isCloseTo(estimate.dollars(), EXACT);
    assertThat(estimate.byActivity().values().stream().mapToDouble(d -> d).sum())
        .isCloseTo(estimate.dollars(), EXACT);
    assertThat(estimate.dollarsPerMillionRecords()).isCloseTo(estimate.dollars() / 4.38, EXACT);
  }

  static Stream<Arguments> more() {
    return Stream.of(
        more("devices", f -> new Fleet(200, 60, 200, 10, 1, 8, 365)),
        more("records", f -> new Fleet(100, 61, 200, 10, 1, 8, 365)),
        more("bytes", f -> new Fleet(100, 60, 201, 10, 1, 8, 365)),
        more("datasets", f -> new Fleet(100, 60, 200, 10, 2, 8, 365)),
        more("days", f -> new Fleet(100, 60, 200, 10, 1, 8, 366)),
        more("requests", f -> new Fleet(100, 60, 200, 5, 1, 8, 365)),
        more("room for a byte", f -> new Fleet(100, 60, 200, 10, 1, 7, 365)));
  }

  private static Arguments more(String name, UnaryOperator<Fleet> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "more {0}")
  @MethodSource("more")
  void moreCostsMore(String name, UnaryOperator<Fleet> change) {
    assertThat(model.estimate(workload(change.apply(fleet()))).dollars())
        .as(name)
        .isGreaterThan(model.estimate(workload(fleet())).dollars());
  }

  @Test
  void ofTierPricesEachLineHasItsShare() {
    Workload busy = workload(fleet(1_000_000, 60, 100, 10_000));
    Estimate estimate = model.estimate(busy);
    double metrics =
        estimate.lines().stream()
            .filter(line -> line.usage().price() == ListPrice.CUSTOM_METRIC)
            .mapToDouble(line -> line.usage().amount())
            .sum();

    // All there are, at 30 cents up to 10,000 and 10 cents up to 250,000.
    double dollars =
        3_000 + Math.min(metrics - 10_000, 240_000) * 0.1 + Math.max(0, metrics - 250_000) * 0.05;
    assertThat(metrics).isGreaterThan(10_000);
    assertThat(
            estimate.lines().stream()
                .filter(line -> line.usage().price() == ListPrice.CUSTOM_METRIC)
                .mapToDouble(CostLine::dollars)
                .sum())
        .isCloseTo(dollars, EXACT);
  }

  @Test
  void withoutDevicesAndDemandTheFixedIsLeftAndWhatEveryDatasetHas() {
    Estimate idle = model.idle(workload(fleet()));

    assertThat(idle.records()).isZero();
    assertThat(idle.dollarsPerMillionRecords()).isZero();
    assertThat(idle.byActivity())
        .containsOnlyKeys(
            Activity.FIXED, Activity.MAINTENANCE, Activity.OBSERVATION, Activity.STORAGE);
    assertThat(idle.byService()).doesNotContainKeys(Service.API_GATEWAY, Service.CLOUDFRONT);
    assertThat(idle.dollars()).isLessThan(model.estimate(workload(fleet())).dollars());
  }

  @Test
  void aMillionDevicesEachSecondIsANumberAndAWarning() {
    Estimate estimate = model.estimate(workload(fleet(1_000_000, 3_600, 1, 1)));

    assertThat(estimate.dollars()).isPositive().isFinite();
    assertThat(estimate.warnings())
        .anyMatch(warning -> warning.contains("commits a second"))
        .anyMatch(warning -> warning.startsWith("A checkpoint would have"))
        .anyMatch(warning -> warning.startsWith("Expiry would read"))
        .anyMatch(warning -> warning.startsWith("An audit would read"));
  }

  @Test
  void aSmallFleetWarnsOfNothing() {
    assertThat(model.estimate(workload(fleet(10, 60, 60, 1))).warnings())
        .noneMatch(warning -> !warning.startsWith("Tokens"));
  }

  @Test
  void manyDatasetsAreWarnedOf() {
    assertThat(model.estimate(workload(fleet(100, 60, 60, 100))).warnings())
        .anyMatch(warning -> warning.contains("2,500 of them for 100 datasets"));
  }

  @Test
  void bodiesBeyond512KilobytesCountMoreThanOnce() {
    Fleet large = new Fleet(1, 60, 1_024, 513, 1, 8, 365);

    assertThat(line(workload(large), "batches through the API").usage().amount())
        .isCloseTo(2 * large.batchesPerMonth(), EXACT);
  }

  @Test
  void whatTakesLongByItselfIsTakenAsItIsTold() {
    Timing told = new Timing(50, OptionalDouble.of(100), OptionalDouble.empty());
    Workload workload = new Workload(fleet(), DEMAND, Deployment.DEFAULT, told);

    assertThat(line(workload, "compute of ingest").usage().amount())
        .isCloseTo(438_000 * 0.1 * 1_769 / 1_024, EXACT);
  }

  @Test
  void theFreeTierTakesOffWhatIsFreeInAll() {
    Estimate free = new CostModel(true).estimate(workload(fleet()));

    // 38 alarms, 10 of which are free; one of three free dashboards.
    assertThat(free.lines())
        .filteredOn(line -> line.usage().what().equals("alarms"))
        .singleElement()
        .satisfies(line -> assertThat(line.dollars()).isCloseTo(2.8, within(1e-9)));
    assertThat(free.lines())
        .filteredOn(line -> line.usage().what().equals("the dashboard"))
        .singleElement()
        .satisfies(line -> assertThat(line.dollars()).isZero());
    assertThat(free.dollars()).isLessThan(model.estimate(workload(fleet())).dollars());
  }

  @Test
  void tokensOfThePoolAreOneAnHourAndDevice() {
    Deployment d = Deployment.DEFAULT;
    Deployment pool =
        new Deployment(
            d.ingestMegabytes(),
            d.queryMegabytes(),
            d.exportMegabytes(),
            d.exportTemporaryMegabytes(),
            7,
            30,
            30,
            30,
            30,
            20,
            true,
            false);
    Workload workload = new Workload(fleet(), DEMAND, pool, Timing.DEFAULT);

    // 100 devices × 730 hours × $2.25 a thousand.
    assertThat(line(workload, "tokens of devices").dollars()).isCloseTo(164.25, EXACT);
    assertThat(line(workload, "the client for machines").dollars()).isCloseTo(6, EXACT);
  }

  @Test
  void anAmountIsANumberOfThings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Usage(Activity.FIXED, "x", ListPrice.KEY, Double.NaN, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Usage(Activity.FIXED, "x", ListPrice.KEY, -1, ""));
  }
}
