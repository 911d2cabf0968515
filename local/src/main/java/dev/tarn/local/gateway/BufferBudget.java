package dev.tarn.local.gateway;

import java.util.concurrent.Semaphore;

/// Bounds the bytes that all request bodies together may hold, so that many or slow clients cannot
/// use up the heap. A request takes from it only as its bytes arrive.
final class BufferBudget {
  /// How many bytes are taken at a time.
  static final int BLOCK = 64 * 1024;

  private final Semaphore blocks;

  BufferBudget(long bytes) {
    blocks = new Semaphore(Math.clamp(bytes / BLOCK, 1, Integer.MAX_VALUE));
  }

  /// A claim that holds nothing yet.
  Claim claim() {
    return new Claim();
  }

  /// What one request holds, until it is closed.
  final class Claim implements AutoCloseable {
    private int held;

    private Claim() {}

    /// Takes one block more, and answers whether there was one.
    boolean grow() {
      boolean taken = blocks.tryAcquire();
      held += taken ? 1 : 0;
      return taken;
    }

    @Override
    public void close() {
      blocks.release(held);
      held = 0;
    }
  }
}
