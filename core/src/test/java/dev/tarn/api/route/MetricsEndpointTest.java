package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.MetricsReader;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsEndpointTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// Seventeen digits long.
  private static final double LARGE = 1e15 / 7;

  private final ManualClock clock = new ManualClock(START);
  private final MemoryMetrics metrics = new MemoryMetrics("ingest", clock);

  private static ApiResponse ask(MetricsReader reader, Map<String, String> parameters) {
    return new MetricsEndpoint(reader)
        .handle(
            new ApiRequest(
                "1",
                Operation.GET_HEALTH,
                Principal.withoutToken(),
                Map.of(),
                parameters,
                Map.of(),
                new byte[0]));
  }

  @Test
  void seriesAreAnsweredWithTheirPoints() {
    metrics.record("orders", List.of(new Measurement("BytesReceived", 5, Measurement.Unit.BYTES)));
    clock.pass(Duration.ofMinutes(3));

    ApiResponse answer = ask(metrics, Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"since\":\"PT1H\",\"series\":[{\"function\":\"ingest\",\"dataset\":\"orders\","
                + "\"name\":\"BytesReceived\",\"unit\":\"Bytes\",\"periodSeconds\":60,\"points\":"
                + "[{\"time\":\"2026-03-01T12:00:00Z\",\"sum\":5.0,\"count\":1.0,\"min\":5.0,"
                + "\"max\":5.0}]}]}");
  }

  @Test
  void onlyTheTimeAskedForIsAnswered() {
    metrics.record("orders", List.of(new Measurement("BytesReceived", 5, Measurement.Unit.BYTES)));
    clock.pass(Duration.ofMinutes(3));

    assertThat(json(ask(metrics, Map.of("since", "PT2M"))).path("series")).isEmpty();
    assertThat(json(ask(metrics, Map.of("since", "P15D"))).path("series")).hasSize(1);
  }

  private static ObjectNode json(ApiResponse answer) {
    return JsonDocument.object(answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1h", "PT0S", "-PT1H", "P15DT1S", "PT999999999999999999H", "P1Y"})
  void aTimeThatIsNoneIsRefusedByName(String since) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ask(metrics, Map.of("since", since)))
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.MalformedRequest.class);
          assertThat(e.problem().detail()).contains("'" + since + "'", "15 days");
        });
  }

  @Test
  void otherParametersAreRefused() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ask(metrics, Map.of("from", "PT1H")))
        .satisfies(e -> assertThat(e.problem().detail()).contains("'from'"));
  }

  private static List<MetricSeries> many(int series, int points) {
    return IntStream.range(0, series)
        .mapToObj(i ->
            new MetricSeries(
                "query",
                "d" + i,
                "QueryBytesFetched",
                Measurement.Unit.BYTES,
                Duration.ofMinutes(1),
                IntStream.range(0, points)
                    .mapToObj(
                        each -> MetricSeries.Point.of(START.plusSeconds(each * 60L), LARGE + each))
                    .toList()))
        .toList();
  }

  @Test
  void manyPointsAreSummedUpUntilTheyFit() {
    ApiResponse answer = ask(_ -> many(1_000, 180), Map.of());

    assertThat(answer.body().length).isLessThan(4_500_000);
    ObjectNode document = json(answer);
    assertThat(document.path("series")).hasSize(1_000);
    assertThat(document.at("/series/0/periodSeconds").asInt()).isEqualTo(900);
    assertThat(document.at("/series/0/points")).hasSize(12);
    assertThat(document.at("/series/0/points/1/time").asText()).isEqualTo("2026-03-01T12:15:00Z");
    assertThat(document.at("/series/0/points/1/count").asInt()).isEqualTo(15);
    assertThat(document.at("/series/0/points/1/max").asDouble()).isEqualTo(LARGE + 29);
  }

  @Test
  void moreSeriesThanAnAnswerHoldsAreAProblem() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ask(_ -> many(25_001, 1), Map.of()))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.ResultTooLarge.class));
  }
}
