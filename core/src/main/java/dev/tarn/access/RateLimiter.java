package dev.tarn.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts what each caller asks of each dataset against [RateLimits]. It knows what comes through
/// this instance of a function alone, and of that the callers and datasets of late: memory is
/// bounded, and who is forgotten begins with a full allowance.
public final class RateLimiter {
  private static final int MOST_KNOWN = 10_000;

  private final RateLimits limits;
  private final InstantSource clock;
  private final Map<Key, Buckets> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Buckets> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private record Key(String subject, String dataset) {}

  private record Buckets(TokenBucket requests, TokenBucket bytes) {}

  /// One of the limits, and how far a caller is from it.
  ///
  /// @param name of what is counted
  /// @param most in [RateLimits#WINDOW_SECONDS]
  /// @param left before the limit
  /// @param resetSeconds until all of it is there again
  public record Quota(String name, long most, long left, long resetSeconds) {}

  /// What came of asking.
  ///
  /// @param retryAfterSeconds 0 if it is allowed, and otherwise after how many seconds it may be
  /// @param quotas one for each limit there is
  public record Standing(long retryAfterSeconds, List<Quota> quotas) {
    /// Where there are no limits.
    public static final Standing UNLIMITED = new Standing(0, List.of());

    /// Copies its quotas.
    public Standing {
      quotas = List.copyOf(quotas);
    }

    /// Whether the request may go on.
    public boolean isAllowed() {
      return retryAfterSeconds == 0;
    }
  }

  /// Counts by `clock`.
  public RateLimiter(RateLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// Counts a request of `subject` with a body of `bytes` for `dataset`, empty where it is for none
  /// in particular. One that is not allowed is not counted.
  public synchronized Standing ask(String subject, String dataset, long bytes) {
    if (limits.isUnlimited()) {
      return Standing.UNLIMITED;
    }
    Instant now = clock.instant();
    Buckets buckets = known.computeIfAbsent(new Key(subject, dataset), none -> full(now));
    long retryAfter = 0;
    if (limits.requests() > 0) {
      buckets.requests.fill(now);
      retryAfter = buckets.requests.secondsUntilOpen();
    }
    if (limits.bytes() > 0) {
      buckets.bytes.fill(now);
      retryAfter = Math.max(retryAfter, bytes == 0 ? 0 : buckets.bytes.secondsUntilOpen());
    }
    if (retryAfter == 0) {
      buckets.requests.take(1);
      buckets.bytes.take(bytes);
    }
    return new Standing(retryAfter, quotas(buckets));
  }

  private Buckets full(Instant now) {
    return new Buckets(bucket(limits.requests(), now), bucket(limits.bytes(), now));
  }

  private static TokenBucket bucket(long perSecond, Instant now) {
    return new TokenBucket(perSecond, (double) perSecond * RateLimits.WINDOW_SECONDS, now);
  }

  private List<Quota> quotas(Buckets buckets) {
    List<Quota> quotas = new ArrayList<>();
    add(quotas, "requests", limits.requests(), buckets.requests);
    add(quotas, "content-bytes", limits.bytes(), buckets.bytes);
    return quotas;
  }

  private static void add(List<Quota> quotas, String name, long perSecond, TokenBucket bucket) {
    if (perSecond > 0) {
      quotas.add(
          new Quota(
              name,
              perSecond * RateLimits.WINDOW_SECONDS,
              bucket.left(),
              bucket.secondsUntilFull()));
    }
  }
}
