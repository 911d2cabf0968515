package dev.tarn.metric.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.MetricsReader;
import dev.tarn.metric.cloudwatch.CloudWatchStub.Answer;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class CloudWatchMetricsReaderTest {
  private static final CloudWatchPatience PATIENCE =
      new CloudWatchPatience(
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofMillis(1),
          Duration.ofMillis(2));
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  private final CloudWatchStub stub;
  private final PassingClock clock = new PassingClock();
  private final CloudWatchClient client;
  private final MetricsReader reader;

  CloudWatchMetricsReaderTest() throws IOException {
    stub = new CloudWatchStub();
    client =
        CloudWatchClients.readingClient(
            "eu-central-1", Optional.of(stub.endpoint()), CREDENTIALS, PATIENCE);
    reader = new CloudWatchMetricsReader(client, clock);
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    client.close();
    stub.close();
    assertThat(stub.faults()).isEmpty();
  }

  private void record(String function, String dataset, Measurement... measurements) {
    try (CloudWatchMetrics metrics = metrics(function)) {
      metrics.record(dataset, List.of(measurements));
    }
  }

  private CloudWatchMetrics metrics(String function) {
    return new CloudWatchMetrics(
        function,
        CloudWatchClients.client(
            "eu-central-1", Optional.of(stub.endpoint()), CREDENTIALS, PATIENCE),
        clock,
        PATIENCE,
        1_000);
  }

  @Test
  void whatWasSentIsReadAgainByMinutes() {
    record(
        "query",
        "orders",
        new Measurement("Read", 5, Measurement.Unit.BYTES),
        new Measurement("Queries", 1, Measurement.Unit.COUNT));
    record("query", "orders", new Measurement("Read", 8, Measurement.Unit.BYTES));
    clock.pass(Duration.ofSeconds(90));
    record("query", "orders", new Measurement("Read", 2, Measurement.Unit.BYTES));
    record("ingest", "-", new Measurement("Freshness", 0.5, Measurement.Unit.SECONDS));
    clock.pass(Duration.ofSeconds(1));

    Instant start = Instant.parse("2026-11-24T10:00:00Z");
    Duration minute = Duration.ofMinutes(1);
    assertThat(reader.since(Duration.ofHours(1)))
        .containsExactly(
            new MetricSeries(
                "ingest",
                "-",
                "Freshness",
                Measurement.Unit.SECONDS,
                minute,
                List.of(MetricSeries.Point.of(start.plusSeconds(60), 0.5))),
            new MetricSeries(
                "query",
                "orders",
                "Queries",
                Measurement.Unit.COUNT,
                minute,
                List.of(MetricSeries.Point.of(start, 1))),
            new MetricSeries(
                "query",
                "orders",
                "Read",
                Measurement.Unit.BYTES,
                minute,
                List.of(
                    new MetricSeries.Point(start, 13, 2, 5, 8),
                    MetricSeries.Point.of(start.plusSeconds(60), 2))));
  }

  @Test
  void oneNameInTwoUnitsMakesTwoSeries() {
    record(
        "query",
        "orders",
        new Measurement("Read", 5, Measurement.Unit.BYTES),
        new Measurement("Read", 1, Measurement.Unit.COUNT));
    clock.pass(Duration.ofSeconds(1));

    assertThat(reader.since(Duration.ofHours(1)))
        .extracting(MetricSeries::unit)
        .containsExactly(Measurement.Unit.COUNT, Measurement.Unit.BYTES);
  }

  @Test
  void nothingRecordedIsNoSeries() {
    assertThat(reader.since(Duration.ofHours(1))).isEmpty();
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void whatIsOlderIsLeftOut() {
    record("query", "orders", new Measurement("Queries", 1, Measurement.Unit.COUNT));
    clock.pass(Duration.ofHours(2));
    record("query", "orders", new Measurement("Queries", 7, Measurement.Unit.COUNT));
    clock.pass(Duration.ofSeconds(1));

    assertThat(reader.since(Duration.ofHours(1)).getFirst().points())
        .containsExactly(MetricSeries.Point.of(Instant.parse("2026-11-24T12:00:00Z"), 7));
  }

  @Test
  void manySeriesAndPointsComeInPages() {
    try (CloudWatchMetrics metrics = metrics("query")) {
      for (int minute = 0; minute < 3; minute++) {
        for (int i = 0; i < 150; i++) {
          metrics.record("d" + i, List.of(new Measurement("Queries", i, Measurement.Unit.COUNT)));
        }
        clock.pass(Duration.ofMinutes(1));
      }
    }
    stub.page(40, 100);

    List<MetricSeries> series = reader.since(Duration.ofHours(1));

    assertThat(series).hasSize(150).allMatch(each -> each.points().size() == 3);
    assertThat(series.stream().mapToDouble(each -> each.points().getLast().sum()).sum())
        .isEqualTo(150 * 149 / 2.0);
    assertThat(stub.asked())
        .filteredOn(asked -> "GetMetricData".equals(asked.form().get("Action")))
        .hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, 60",
    "PT3H, 60",
    "PT3H1S, 300",
    "P2D, 300",
    "P2DT1S, 3600",
    "P15D, 3600",
    "P999D, 3600"
  })
  void theLongerTheTimeTheLongerThePeriods(Duration age, int seconds) {
    Instant now = Instant.parse("2026-11-24T10:07:31Z");

    ReadSpan span = ReadSpan.of(now, age);

    assertThat(span.period()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(span.start().getEpochSecond() % seconds).isZero();
    assertThat(Duration.between(span.start(), now)).isLessThan(Duration.ofDays(456));
    assertThat(span.end()).isEqualTo(now);
  }

  @Test
  void throttlingPassesAndAFailureThatLastsIsAProblem() {
    record("query", "orders", new Measurement("Queries", 1, Measurement.Unit.COUNT));
    clock.pass(Duration.ofSeconds(1));
    stub.answer(Answer.error(400, "Throttling"));
    stub.answer(Answer.error(500, "InternalFailure"));
    assertThat(reader.since(Duration.ofHours(1))).hasSize(1);

    for (int i = 0; i < 3; i++) {
      stub.answer(Answer.error(500, "InternalFailure"));
    }
    assertUnavailable(reader);
    stub.answer(Answer.error(403, "AccessDenied"));
    assertUnavailable(reader);
    assertThat(reader.since(Duration.ofHours(1))).hasSize(1);
  }

  private static void assertUnavailable(MetricsReader reader) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> reader.since(Duration.ofHours(1)))
        .satisfies(e ->
            assertThat(e.problem())
                .isEqualTo(new Problem.MetricsUnavailable("the measurements could not be read")));
  }
}
