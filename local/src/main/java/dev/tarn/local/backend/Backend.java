package dev.tarn.local.backend;

import dev.tarn.local.gateway.Gateway;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A backend that serves.
public final class Backend implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Gateway gateway;
  private final List<Thread> threads;
  private final Runnable end;

  /// @param end called when it has stopped
  Backend(Gateway gateway, List<Thread> threads, Runnable end) {
    this.gateway = gateway;
    this.end = end;
    this.threads = List.copyOf(threads);
    threads.forEach(Thread::start);
  }

  /// Where it serves.
  public URI uri() {
    return gateway.uri();
  }

  /// Stops serving when the requests in flight are answered, and gives how many were cut off
  /// ([Gateway#stop]). A job that is being done is cut off, and goes on when the lake is next
  /// served.
  public int stop() {
    threads.forEach(Thread::interrupt);
    int cutOff = gateway.stop();
    try {
      for (Thread thread : threads) {
        var _ = thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end.run();
    return cutOff;
  }

  @Override
  public void close() {
    var _ = stop();
  }
}
