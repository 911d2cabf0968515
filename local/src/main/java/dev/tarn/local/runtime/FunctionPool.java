package dev.tarn.local.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The processes of one function: an invocation is given one that is idle, or a new one, up to so
/// many at once; further invocations wait. A process that died, was killed or could not be
/// initialized is not used again.
public final class FunctionPool implements AutoCloseable {
  private final DeployedFunction function;
  private final Consumer<LogLine> log;
  private final Semaphore places;
  private final Deque<FunctionProcess> idle = new ConcurrentLinkedDeque<>();
  private final List<FunctionProcess> all = new ArrayList<>();
  private boolean closed;

  /// @param most how many processes there are at once
  /// @param log for the output of all of them, from several threads
  public FunctionPool(DeployedFunction function, int most, Consumer<LogLine> log) {
    this.function = function;
    this.log = log;
    this.places = new Semaphore(most, true);
  }

  /// Invokes the function, waiting for a process included no longer than `remaining`. Throws
  /// [IOException] where no process can be started.
  public InvocationOutcome invoke(String requestId, byte[] event, Duration remaining)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    if (!places.tryAcquire(remaining.toNanos(), TimeUnit.NANOSECONDS)) {
      return new InvocationOutcome.OutOfTime(remaining);
    }
    try {
      FunctionProcess process = take();
      try {
        return process.invoke(requestId, event, remaining.minusNanos(System.nanoTime() - start));
      } finally {
        giveBack(process);
      }
    } finally {
      places.release();
    }
  }

  /// The processes that there are.
  public synchronized List<FunctionProcess> processes() {
    return List.copyOf(all);
  }

  private FunctionProcess take() throws IOException {
    for (FunctionProcess process = idle.pollFirst(); process != null; process = idle.pollFirst()) {
      if (process.isAlive()) {
        return process;
      }
      discard(process);
    }
    return start();
  }

  private synchronized FunctionProcess start() throws IOException {
    if (closed) {
      throw new IOException("the function " + function.settings().name() + " is stopped");
    }
    FunctionProcess process = function.start(log);
    all.add(process);
    return process;
  }

  private void giveBack(FunctionProcess process) {
    if (process.isUsable()) {
      idle.addFirst(process);
    } else {
      discard(process);
    }
  }

  private void discard(FunctionProcess process) {
    process.close();
    synchronized (this) {
      all.remove(process);
    }
  }

  /// Kills all processes, and starts none any more.
  @Override
  public void close() {
    List<FunctionProcess> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(all);
    }
    left.forEach(this::discard);
  }
}
