package dev.tarn.local.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One process of a function. It has one invocation at a time; what its user does at once with
/// several threads, but for closing it, is refused. It ends when this process does, however that
/// is.
public final class FunctionProcess implements AutoCloseable {
  /// How long the longest of Lambda's initializations, that of SnapStart, may take.
  private static final Duration LONGEST_INITIALIZATION = Duration.ofSeconds(130);

  private final FunctionSettings settings;
  private final RuntimeApi api;
  private final Process process;
  private final long startNanos = System.nanoTime();
  private final List<Thread> output;
  private volatile boolean killed;

  private FunctionProcess(
      FunctionSettings settings, RuntimeApi api, Process process, List<Thread> output) {
    this.settings = settings;
    this.api = api;
    this.process = process;
    this.output = output;
  }

  /// Starts `builder`, whose process asks `api`.
  static FunctionProcess start(
      FunctionSettings settings, RuntimeApi api, ProcessBuilder builder, Consumer<LogLine> log)
      throws IOException {
    Process process = builder.start();
    List<Thread> output =
        List.of(
            ProcessOutput.follow(process.getInputStream(), LogLine.Source.OUT, log),
            ProcessOutput.follow(process.getErrorStream(), LogLine.Source.ERR, log));
    var _ = process.onExit().thenAccept(ended -> api.end(ended.exitValue()));
    return new FunctionProcess(settings, api, process, output);
  }

  /// The id that the operating system knows the process by.
  public long pid() {
    return process.pid();
  }

  /// The processor time that it has used until now; zero where the operating system does not tell.
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Whether the process has not ended.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Whether it can take another invocation when it has none: it has neither ended nor been killed.
  public boolean isUsable() {
    return !killed && process.isAlive();
  }

  /// Waits until the process is initialized: until it asks for an invocation or, under SnapStart,
  /// until its hooks have run and the snapshot can be taken. Gives the error where it could not be.
  /// Throws [TimeoutException] where that takes longer than `patience`; it goes on then, up to the
  /// longest time that Lambda gives.
  public Optional<FunctionError> awaitInitialized(Duration patience)
      throws InterruptedException, TimeoutException {
    long left = LONGEST_INITIALIZATION.toNanos() - (System.nanoTime() - startNanos);
    try {
      return get(api.initialized(), Math.min(left, patience.toNanos()));
    } catch (TimeoutException e) {
      if (left > patience.toNanos()) {
        throw e;
      }
      kill();
      return Optional.of(
          new FunctionError(
              "Sandbox.Timedout", "no initialization within " + LONGEST_INITIALIZATION));
    }
  }

  /// Lets a process that waits at its snapshot go on, as the first invocation does by itself.
  public void restore() {
    api.restore();
  }

  /// Invokes the function, which has as long as its settings say, counted from its initialization
  /// on, and `remaining` at most. A process that is out of time amid an invocation is killed.
  /// Throws [IllegalStateException] where another invocation has not ended.
  public InvocationOutcome invoke(String requestId, byte[] event, Duration remaining)
      throws InterruptedException {
    long start = System.nanoTime();
    try {
      Optional<FunctionError> error = awaitInitialized(remaining);
      if (error.isPresent()) {
        kill();
        return new InvocationOutcome.NotInitialized(error.get());
      }
    } catch (TimeoutException e) {
      return new InvocationOutcome.OutOfTime(remaining);
    }
    Duration left = remaining.minusNanos(System.nanoTime() - start);
    Duration time = left.compareTo(settings.timeout()) < 0 ? left : settings.timeout();
    if (!time.isPositive()) {
      return new InvocationOutcome.OutOfTime(remaining);
    }
    CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();
    api.invoke(new Invocation(requestId, event, Instant.now().plus(time), outcome));
    restore();
    if (!process.isAlive()) {
      // It may have ended before there was an invocation to tell of it.
      api.end(process.waitFor());
    }
    try {
      return get(outcome, time.toNanos());
    } catch (TimeoutException e) {
      kill();
      return new InvocationOutcome.OutOfTime(time);
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  private static <T> T get(CompletableFuture<T> future, long nanos)
      throws InterruptedException, TimeoutException {
    try {
      return future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it so", e);
    }
  }

  /// Asks the process to end, and waits until it has, `patience` at most; it is then to be closed.
  /// Gives whether it has ended.
  public boolean end(Duration patience) throws InterruptedException {
    // The process's own method would close its input as well, which ends it at once.
    process.toHandle().destroy();
    return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Unlike [Process#destroyForcibly], it leaves what the process wrote to be read.
  private void kill() {
    killed = true;
    process.toHandle().destroyForcibly();
  }

  /// Kills the process, as Lambda ends a function that has no extensions; what it wrote until then
  /// has been handed on when this returns.
  @Override
  public void close() {
    kill();
    try {
      // Whatever else holds its output, such as one that it runs under, ends with this.
      process.getOutputStream().close();
      var _ = process.waitFor();
      for (Thread thread : output) {
        thread.join();
      }
      api.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
