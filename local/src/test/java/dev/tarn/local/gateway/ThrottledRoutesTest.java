package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThrottledRoutesTest {
  private static final Instant START = Instant.parse("2026-03-07T09:03:58Z");
  private static final Throttles FEW =
      new Throttles(
          Map.of(
              "ingest", new Throttle(4, 8),
              "query", new Throttle(2, 3),
              "export", new Throttle(1, 1),
              "open", new Throttle(1, 2)));

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final ThrottledRoutes routes = new ThrottledRoutes(FEW, now::get);

  @Test
  void aBurstIsTakenAtOnceAndThenTheRate() {
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(3);
    pass(Duration.ofMillis(499));
    assertThat(taken(Operation.POST_QUERY, 10)).isZero();
    pass(Duration.ofMillis(1));
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(2);
  }

  @Test
  void whatIsRefusedTakesNothingFromWhatComesLater() {
    assertThat(taken(Operation.POST_QUERY, 1_000)).isEqualTo(3);
    pass(Duration.ofSeconds(1));
    assertThat(taken(Operation.POST_QUERY, 1_000)).isEqualTo(2);
  }

  @Test
  void noMoreThanABurstGathersHoweverLongNobodyAsks() {
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(3);
    pass(Duration.ofDays(1_000));
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(3);
  }

  @Test
  void eachRouteHasABucketOfItsOwn() {
    assertThat(taken(Operation.POST_QUERY, 10)).isEqualTo(3);
    assertThat(taken(Operation.GET_RECORDS, 10)).isEqualTo(3);
    assertThat(taken(Operation.POST_RECORDS, 10)).isEqualTo(8);
    assertThat(taken(Operation.POST_EVENTS, 10)).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aRouteTakesWhatItsFunctionDoesAndOneWithoutATokenWhatOpenOnesDo(Operation operation) {
    int burst =
        operation.scope().isEmpty()
            ? 2
            : switch (operation.function()) {
              case INGEST -> 8;
              case QUERY -> 3;
              case EXPORT -> 1;
            };
    assertThat(taken(operation, 20)).isEqualTo(burst);
  }

  @Test
  void aClockThatGoesBackBringsNothing() {
    assertThat(taken(Operation.POST_QUERY, 3)).isEqualTo(3);
    now.set(START.minusSeconds(100));
    assertThat(taken(Operation.POST_QUERY, 3)).isZero();
  }

  @Test
  void withoutThrottlesEverythingIsTaken() {
    ThrottledRoutes open = new ThrottledRoutes(Throttles.NONE, now::get);

    assertThat(Stream.generate(() -> open.takes(Operation.POST_QUERY)).limit(10_000))
        .doesNotContain(false);
  }

  @Test
  void ofRequestsThatComeAtOnceNoMoreThanTheBurstAreTaken() throws Exception {
    Throttles many = new Throttles(Map.of("query", new Throttle(1, 1_000)));
    ThrottledRoutes shared = new ThrottledRoutes(many, now::get);
    Callable<Long> client =
        () ->
            Stream.generate(() -> shared.takes(Operation.POST_QUERY))
                .limit(500)
                .filter(taken -> taken)
                .count();
    long taken = 0;
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (Future<Long> each : clients.invokeAll(List.of(client, client, client, client))) {
        taken += each.get();
      }
    }
    assertThat(taken).isEqualTo(1_000);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private long taken(Operation operation, int asked) {
    return Stream.generate(() -> routes.takes(operation))
        .limit(asked)
        .filter(taken -> taken)
        .count();
  }
}
