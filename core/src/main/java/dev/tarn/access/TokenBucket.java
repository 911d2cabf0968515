package dev.tarn.access;

import java.time.Duration;
import java.time.Instant;

/// An allowance that fills at a steady rate, up to a limit, and is taken from. Who takes more than
/// there is goes into debt, so that one large taking is possible where the bucket is full.
public final class TokenBucket {
  private final double perSecond;
  private final double room;
  private double tokens;
  private Instant filled;

  /// A bucket that is full at `now`.
  ///
  /// @param perSecond what it fills by
  /// @param room how much of it may be there at once
  public TokenBucket(double perSecond, double room, Instant now) {
    this.perSecond = perSecond;
    this.room = room;
    this.tokens = room;
    this.filled = now;
  }

  /// Fills it with what has come since; a clock that goes back brings nothing.
  public void fill(Instant now) {
    Duration since = Duration.between(filled, now);
    if (since.isPositive()) {
      tokens = Math.min(room, tokens + perSecond * (since.toNanos() / 1e9));
      filled = now;
    }
  }

  /// Whether something may be taken: a whole one is there.
  public boolean isOpen() {
    return tokens >= 1;
  }

  /// Takes `amount`, whether or not it is there.
  public void take(long amount) {
    tokens -= amount;
  }

  /// How many whole ones are there.
  long left() {
    return Math.max(0, (long) Math.floor(tokens));
  }

  /// In how many seconds it is open, one at least if it isn't.
  long secondsUntilOpen() {
    return isOpen() ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perSecond));
  }

  /// In how many seconds it is full, if nothing is taken.
  long secondsUntilFull() {
    return (long) Math.ceil((room - tokens) / perSecond);
  }
}
