package dev.tarn.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Invokes functions as Lambda does, a bounded number at once; further invocations wait for a place
/// as long as their time lasts.
///
/// Functions run on threads of the operating system, for they call native code, which would hold a
/// virtual thread's carrier and with it the gateway. One that is out of time goes on to its end, as
/// it would on Lambda: what it was writing is written, only nobody is told.
final class Invocations implements AutoCloseable {
  private final Map<Operation.Function, RequestStreamHandler> functions;
  private final GatewayLimits limits;
  private final PrintStream log;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().name("function-", 0).daemon(true).factory());

  Invocations(
      Map<Operation.Function, RequestStreamHandler> functions,
      GatewayLimits limits,
      PrintStream log) {
    this.functions = Map.copyOf(functions);
    this.limits = limits;
    this.log = log;
    this.places = new Semaphore(limits.concurrentInvocations(), true);
  }

  /// What came of one invocation.
  sealed interface Outcome {
    /// The document that the function wrote.
    @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
    record Answered(byte[] document) implements Outcome {}

    /// It wrote a larger document than it may.
    record TooMuch(long bytes) implements Outcome {}

    /// It threw.
    record Failed(Throwable cause) implements Outcome {}

    /// It did not end, or did not begin, in time.
    record OutOfTime() implements Outcome {}
  }

  /// Whether there is such a function.
  boolean serves(Operation.Function function) {
    return functions.containsKey(function);
  }

  /// Invokes `function` with `event`.
  Outcome invoke(Operation.Function function, byte[] event, String requestId)
      throws InterruptedException {
    RequestStreamHandler handler = functions.get(function);
    if (handler == null) {
      throw new IllegalArgumentException("no function " + function);
    }
    long deadline = System.nanoTime() + limits.integrationTimeout().toNanos();
    if (!places.tryAcquire(limits.integrationTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
      return new Outcome.OutOfTime();
    }
    Duration remaining = Duration.ofNanos(deadline - System.nanoTime());
    Future<Outcome> outcome =
        threads.submit(() -> {
          try {
            return run(handler, event, new LocalContext(function, requestId, remaining, log));
          } finally {
            places.release();
          }
        });
    try {
      return outcome.get(Math.max(0, remaining.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Outcome.OutOfTime();
    } catch (ExecutionException e) {
      return new Outcome.Failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private Outcome run(RequestStreamHandler handler, byte[] event, LocalContext context) {
    BoundedOutput output = new BoundedOutput(limits.answerBytes());
    try {
      handler.handleRequest(new ByteArrayInputStream(event), output, context);
    } catch (Exception | StackOverflowError | OutOfMemoryError | LinkageError e) {
      return new Outcome.Failed(e);
    }
    return output.written > limits.answerBytes()
        ? new Outcome.TooMuch(output.written)
        : new Outcome.Answered(output.kept.toByteArray());
  }

  /// Waits for no invocation, and begins none any more.
  @Override
  public void close() {
    threads.shutdown();
  }

  /// Keeps what fits, and counts the rest: Lambda refuses an answer that is too large only once the
  /// function has written it.
  private static final class BoundedOutput extends OutputStream {
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long written;

    BoundedOutput(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int room = (int) Math.max(0, limit - written);
      kept.write(bytes, offset, Math.min(room, length));
      written += length;
    }
  }
}
