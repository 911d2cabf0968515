package dev.tarn.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void bytesMayGoIntoDebtOnceAndAreWaitedFor() {
    RateLimiter limiter = new RateLimiter(new RateLimits(0, 100), now::get);

    assertThat(limiter.ask("a", "d", 5_000).isAllowed()).isTrue();
    RateLimiter.Standing refused = limiter.ask("a", "d", 1);
    assertThat(refused.retryAfterSeconds()).isEqualTo(41);
    assertThat(limiter.ask("a", "d", 0).isAllowed()).isTrue();
    assertThat(limiter.ask("a", "e", 1).isAllowed()).isTrue();
    assertThat(limiter.ask("b", "d", 1).isAllowed()).isTrue();
    now.set(Instant.ofEpochSecond(41));
    assertThat(limiter.ask("a", "d", 1).isAllowed()).isTrue();
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    RateLimiter limiter = new RateLimiter(new RateLimits(1, 0), now::get);
    for (int i = 0; i < RateLimits.WINDOW_SECONDS; i++) {
      assertThat(limiter.ask("a", "d", 0).isAllowed()).isTrue();
    }
    now.set(Instant.EPOCH.minusSeconds(100));
    assertThat(limiter.ask("a", "d", 0).isAllowed()).isFalse();
    now.set(Instant.EPOCH);
    assertThat(limiter.ask("a", "d", 0).isAllowed()).isFalse();
  }

  @Test
  void whoeverHasNotAskedForLongestIsForgotten() {
    RateLimiter limiter = new RateLimiter(new RateLimits(1, 0), now::get);
    for (int i = 0; i < RateLimits.WINDOW_SECONDS; i++) {
      limiter.ask("a", "d", 0);
    }
    for (int i = 0; i < 9_999; i++) {
      limiter.ask("other" + i, "d", 0);
    }
    assertThat(limiter.ask("a", "d", 0).isAllowed()).isFalse();
    for (int i = 0; i < 10_000; i++) {
      limiter.ask("more" + i, "d", 0);
    }
    assertThat(limiter.ask("a", "d", 0).isAllowed()).isTrue();
  }

  @Test
  void withoutLimitsNothingIsToldOrKept() {
    assertThat(new RateLimiter(RateLimits.NONE, now::get).ask("a", "d", 1L << 60))
        .isSameAs(RateLimiter.Standing.UNLIMITED);
  }
}
