package dev.tarn.metric.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.cloudwatch.CloudWatchStub.Answer;
import dev.tarn.metric.cloudwatch.CloudWatchStub.Put;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class CloudWatchMetricsTest {
  private static final CloudWatchPatience PATIENCE =
      new CloudWatchPatience(
          4,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofMillis(100),
          Duration.ofSeconds(3));

  private final CloudWatchStub stub;
  private final PassingClock clock = new PassingClock();

  CloudWatchMetricsTest() throws IOException {
    stub = new CloudWatchStub();
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    stub.close();
    assertThat(stub.faults()).isEmpty();
  }

  @Test
  void sendsEachMeasurementUnderBothDimensionsWithItsTimeAndUnit() {
    try (CloudWatchMetrics metrics = metrics(10, PATIENCE)) {
      metrics.record("orders", List.of(new Measurement("Read", 5, Measurement.Unit.BYTES)));
      clock.await(Duration.ofSeconds(7));
      metrics.flush();
    }

    assertThat(stub.taken()).hasSize(1);
    Put put = stub.taken().getFirst();
    assertThat(put.metrics()).isEqualTo(2);
    for (int metric = 1; metric <= 2; metric++) {
      assertThat(put.of(metric, "MetricName")).isEqualTo("Read");
      assertThat(put.of(metric, "Unit")).isEqualTo("Bytes");
      assertThat(put.of(metric, "Value")).isEqualTo("5.0");
      assertThat(put.of(metric, "Timestamp")).isEqualTo("2026-11-24T10:00:00Z");
      assertThat(put.of(metric, "Dimensions.member.1.Name")).isEqualTo("function");
      assertThat(put.of(metric, "Dimensions.member.1.Value")).isEqualTo("query");
    }
    assertThat(put.of(1, "Dimensions.member.2.Value")).isEqualTo("orders");
    assertThat(put.of(2, "Dimensions.member.2.Value")).isEmpty();
  }

  @Test
  void everyMeasurementArrivesOnceInRequestsOfAThousandMetrics() {
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    try (metrics) {
      record(metrics, "orders", 0, 1_201);
      metrics.flush();
      metrics.flush();
    }

    assertThat(stub.taken()).extracting(Put::metrics).containsExactly(1_000, 1_000, 402);
    assertArrived(0, 1_201);
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(1_201, 0, 0, 0));
  }

  @Test
  void exactlyAThousandMetricsAreOneRequest() {
    try (CloudWatchMetrics metrics = metrics(5_000, PATIENCE)) {
      record(metrics, "orders", 0, 500);
    }

    assertThat(stub.taken()).extracting(Put::metrics).containsExactly(1_000);
  }

  @Test
  void requestsEndBelowAMegabyte() {
    // Three bytes of the form for each character.
    String dataset = "/".repeat(1_000);
    try (CloudWatchMetrics metrics = metrics(5_000, PATIENCE)) {
      record(metrics, dataset, 0, 500);
    }

    assertThat(stub.taken()).hasSizeBetween(3, 4);
    assertThat(stub.taken().getFirst().metrics()).isLessThan(1_000);
    assertThat(stub.taken()).allMatch(put -> put.bytes() <= 1_000_000);
    assertArrived(0, 500);
  }

  @Test
  void throttlingAndBrokenServersAreTriedAgainAfterGrowingWaits() {
    stub.answer(Answer.error(400, "ThrottlingException"));
    stub.answer(Answer.error(503, "ServiceUnavailable"));
    stub.answer(Answer.error(400, "Throttling"));
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    try (metrics) {
      record(metrics, "orders", 0, 10);
    }

    assertThat(stub.asked()).hasSize(4);
    assertArrived(0, 10);
    assertThat(clock.waits()).hasSize(3);
    assertThat(clock.waits().get(0)).isBetween(Duration.ZERO, Duration.ofMillis(100));
    assertThat(clock.waits().get(2)).isBetween(Duration.ZERO, Duration.ofMillis(400));
    assertThat(metrics.counts().sent()).isEqualTo(10);
  }

  @Test
  void endlessThrottlingLosesTheBatchAfterTheLastAttempt() {
    for (int attempt = 0; attempt < 4; attempt++) {
      stub.answer(Answer.error(400, "ThrottlingException"));
    }
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    try (metrics) {
      record(metrics, "orders", 0, 10);
      metrics.flush();
      assertThat(metrics.counts().lost()).isEqualTo(10);

      record(metrics, "orders", 10, 15);
      metrics.flush();
    }

    assertArrived(10, 15);
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(5, 10, 0, 0));
  }

  @Test
  void whatThereWasNoTimeForStaysForTheNextFlush() {
    stub.answer(_ -> {
      // The answer comes when the flush's time is over.
      clock.await(Duration.ofSeconds(20));
      return Answer.OK;
    });
    try (CloudWatchMetrics metrics = metrics(5_000, PATIENCE)) {
      record(metrics, "orders", 0, 700);
      metrics.flush();
      assertThat(metrics.counts().sent()).isEqualTo(500);

      metrics.flush();
      assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(700, 0, 0, 0));
    }

    assertArrived(0, 700);
  }

  @Test
  void aRefusalForGoodLosesThatBatchAlone() {
    stub.answer(Answer.OK);
    stub.answer(Answer.error(400, "InvalidParameterValue"));
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    try (metrics) {
      record(metrics, "orders", 0, 1_500);
    }

    assertThat(stub.asked()).hasSize(3);
    assertThat(stub.taken()).hasSize(2);
    assertThat(clock.waits()).isEmpty();
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(1_000, 500, 0, 0));
  }

  @Test
  void aBatchRefusedAsTooLargeIsSentInHalves() {
    stub.answer(Answer.error(413, "RequestEntityTooLarge"));
    stub.answer(Answer.error(400, "RequestEntityTooLargeException"));
    try (CloudWatchMetrics metrics = metrics(5_000, PATIENCE)) {
      record(metrics, "orders", 0, 101);
    }

    assertThat(stub.asked()).extracting(Put::metrics).containsExactly(202, 100, 50, 50, 102);
    assertArrived(0, 101);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsAFailedAttempt() {
    CountDownLatch over = new CountDownLatch(1);
    stub.answer(_ -> {
      awaitUninterruptibly(over);
      return Answer.error(500, "InternalFailure");
    });
    CloudWatchPatience patience =
        new CloudWatchPatience(
            2,
            Duration.ofSeconds(2),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(15),
            Duration.ofMillis(100),
            Duration.ofSeconds(3));
    try (CloudWatchMetrics metrics = metrics(5_000, patience)) {
      record(metrics, "orders", 0, 3);
      metrics.flush();
      assertThat(metrics.counts().sent()).isEqualTo(3);
    } finally {
      over.countDown();
    }

    assertArrived(0, 3);
  }

  @Test
  void recordingGoesOnWhileAFlushWaitsForTheNetwork() {
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    try (metrics) {
      // Recorded on another thread, before the answer to the first request.
      stub.answer(_ -> {
        record(metrics, "orders", 1, 2);
        return Answer.OK;
      });
      record(metrics, "orders", 0, 1);
      metrics.flush();
    }

    assertArrived(0, 2);
  }

  @Test
  void nobodyListeningIsALossAndNoException() {
    CloudWatchMetrics metrics = metrics(5_000, PATIENCE);
    stub.close();
    try (metrics) {
      record(metrics, "orders", 0, 3);
      metrics.flush();
    }

    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(0, 3, 0, 0));
    assertThat(clock.waits()).hasSize(3);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCounted() {
    CloudWatchMetrics metrics = metrics(10, PATIENCE);
    try (metrics) {
      record(metrics, "orders", 0, 13);
      metrics.flush();
      record(metrics, "orders", 10, 12);
    }

    assertArrived(0, 12);
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(12, 0, 3, 0));
  }

  @Test
  void valuesThatCloudWatchRefusesAreLeftOut() {
    CloudWatchMetrics metrics = metrics(10, PATIENCE);
    try (metrics) {
      for (double value :
          new double[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1.1p360, -0x1p361, 0
          }) {
        metrics.record("-", List.of(new Measurement("Took", value, Measurement.Unit.MILLISECONDS)));
      }
    }

    assertArrived(0, 1);
    assertThat(metrics.counts()).isEqualTo(new CloudWatchMetrics.Counts(1, 0, 0, 5));
  }

  private CloudWatchMetrics metrics(int capacity, CloudWatchPatience patience) {
    return new CloudWatchMetrics(
        "query",
        CloudWatchClients.client(
            "eu-central-1",
            Optional.of(stub.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            patience),
        clock,
        patience,
        capacity,
        clock,
        new SplittableRandom(1));
  }

  /// Records the values from `from` to below `to`, each by itself.
  private static void record(CloudWatchMetrics metrics, String dataset, int from, int to) {
    for (int value = from; value < to; value++) {
      metrics.record(dataset, List.of(new Measurement("Rows", value, Measurement.Unit.COUNT)));
    }
  }

  /// Asserts that the values from `from` to below `to` arrived, each once for each set of
  /// dimensions and in order, and nothing else.
  private void assertArrived(int from, int to) {
    List<Double> expected = IntStream.range(from, to).mapToObj(Double::valueOf).toList();
    for (boolean withDataset : new boolean[] {true, false}) {
      assertThat(stub.taken().stream().flatMap(put -> put.values(withDataset).stream()).toList())
          .isEqualTo(expected);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
