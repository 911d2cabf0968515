package dev.tarn.local.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/// Runs the tasks of an HTTP server, a virtual thread each, and bounds how long they wait for
/// clients: one that is out of time is interrupted, which closes the connection that it reads from
/// or writes to. The JDK's server can bound whole requests alone, and with them the size of what a
/// slow client can send.
final class ClientTime implements Executor, AutoCloseable {
  private static final ScopedValue<Wait> CURRENT = ScopedValue.newInstance();

  private final Duration patience;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final Thread watch;
  private volatile boolean closed;

  /// @param patience how long a client may take for what is waited for
  ClientTime(Duration patience) {
    this.patience = patience;
    this.watch = Thread.ofPlatform().name("client-time").daemon(true).start(this::watch);
  }

  /// What one task waits for.
  private final class Wait {
    private final Thread thread = Thread.currentThread();
    private boolean waiting;
    private long end;

    synchronized void begin() {
      waiting = true;
      end = System.nanoTime() + patience.toNanos();
    }

    synchronized void end() {
      waiting = false;
    }

    synchronized void interruptIfOver(long now) {
      if (waiting && now - end > 0) {
        waiting = false;
        thread.interrupt();
      }
    }
  }

  /// Runs `task`, whose client's time begins with it.
  @Override
  public void execute(Runnable task) {
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              Wait wait = new Wait();
              wait.begin();
              waits.add(wait);
              try {
                ScopedValue.where(CURRENT, wait).run(task);
              } finally {
                waits.remove(wait);
              }
            });
  }

  /// The client of the task that calls this has all its time from now on.
  void begin() {
    CURRENT.get().begin();
  }

  /// The task that calls this waits for its client no more.
  void end() {
    CURRENT.get().end();
  }

  private void watch() {
    long pause = Math.min(1_000_000_000, patience.toNanos() / 10);
    while (!closed) {
      long now = System.nanoTime();
      waits.forEach(wait -> wait.interruptIfOver(now));
      LockSupport.parkNanos(pause);
    }
  }

  /// Interrupts no task any more.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
  }
}
