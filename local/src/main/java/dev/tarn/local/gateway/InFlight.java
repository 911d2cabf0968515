package dev.tarn.local.gateway;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts requests between their arrival and their answer, and lets none in once it is closed.
final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;
  private boolean closed;

  /// Counts one request more, unless closed; answers whether it did.
  boolean enter() {
    lock.lock();
    try {
      if (!closed) {
        count++;
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Counts one request less.
  void leave() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets no request in any more, and waits until none is left or `patience` has passed, or the
  /// thread is interrupted. Answers how many are left.
  int closeAndAwaitNone(Duration patience) {
    lock.lock();
    try {
      closed = true;
      long left = patience.toNanos();
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return left();
  }

  private int left() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}
