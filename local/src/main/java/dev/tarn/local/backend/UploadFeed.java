package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.local.gateway.LocalContext;
import dev.tarn.local.queue.DiskMessage;
import dev.tarn.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the messages of the queue of uploads to the ingest function, one at a time, in SQS's
/// events. What the function names as failed comes again: at once after a run that used up its
/// time, and after ever longer pauses where it ended early, for then something is wrong.
final class UploadFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadFeed.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(10);

  private final LocalUploads uploads;
  private final Optional<UploadWatch> watch;
  private final RequestStreamHandler function;
  private final AbandonedJobs abandoned;
  private final PrintStream functionLog;
  private final InstantSource clock;
  private final Semaphore calls = new Semaphore(0);
  private final Map<UUID, Integer> failures = new HashMap<>();
  private final Set<UUID> handed = new HashSet<>();
  private final Thread thread =
      Thread.ofPlatform().name("uploads").daemon(true).unstarted(this::run);
  private @Nullable Thread running;
  private boolean ended;

  /// @param watch finds the uploads, where the gateway does not take them
  /// @param abandoned where the jobs of uploads are
  UploadFeed(
      LocalUploads uploads,
      Optional<UploadWatch> watch,
      RequestStreamHandler function,
      AbandonedJobs abandoned,
      PrintStream functionLog,
      InstantSource clock) {
    this.uploads = uploads;
    this.watch = watch;
    this.function = function;
    this.abandoned = abandoned;
    this.functionLog = functionLog;
    this.clock = clock;
  }

  /// Has it look at the queue at once.
  void call() {
    calls.release();
  }

  /// Begins.
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!isEnded()) {
        feed();
        if (calls.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          calls.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void feed() throws InterruptedException {
    try {
      Optional<DiskMessage> received = next();
      while (received.isPresent()) {
        handOver(received.get());
        received = isEnded() ? Optional.empty() : next();
      }
    } catch (IOException | StoreException e) {
      LOG.warn("the queue of uploads cannot be read", e);
    }
  }

  private Optional<DiskMessage> next() throws IOException {
    if (watch.isPresent()) {
      watch.get().look();
    }
    return uploads.receive();
  }

  private void handOver(DiskMessage message) throws IOException, InterruptedException {
    Instant start = clock.instant();
    if (isWritten(message)) {
      uploads.delete(message.id());
      failures.remove(message.id());
      handed.remove(message.id());
      return;
    }
    boolean usedUp =
        Duration.between(start, clock.instant()).compareTo(LocalUploads.RUN.dividedBy(2)) > 0;
    int before = usedUp ? 0 : failures.getOrDefault(message.id(), 0);
    failures.put(message.id(), usedUp ? 0 : before + 1);
    uploads.again(message.id(), usedUp ? Duration.ZERO : pause(before));
  }

  private static Duration pause(int failuresBefore) {
    Duration pause = PAUSE.multipliedBy(1L << Math.min(failuresBefore, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private boolean isWritten(DiskMessage message) throws InterruptedException {
    try {
      if (!handed.contains(message.id()) && message.receives() > 1) {
        // Who had it before had this queue, which nobody has now but this process.
        ObjectCreated.upload(message.body()).ifPresent(abandoned::queueAgain);
      }
      handed.add(message.id());
      SqsMessages event = new SqsMessages("tarn-uploads");
      event.add(message, Map.of());
      return event.done(answer(event.bytes())).contains(message.id());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the upload of message {} could not be handed over", message.id(), e);
      return false;
    }
  }

  /// The function runs on a thread of its own, to be cut off without the queue: what is interrupted
  /// closes the files that it is at.
  private byte[] answer(byte[] event) throws IOException, InterruptedException {
    Call call = new Call(event);
    Thread called = Thread.ofPlatform().name("upload").daemon(true).unstarted(call);
    synchronized (this) {
      if (ended) {
        throw new IOException("the backend ends");
      }
      running = called;
      called.start();
    }
    called.join();
    return call.answer();
  }

  private final class Call implements Runnable {
    private final byte[] event;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private @Nullable Exception failure;

    Call(byte[] event) {
      this.event = event;
    }

    @Override
    public void run() {
      try {
        function.handleRequest(
            new ByteArrayInputStream(event),
            answer,
            new LocalContext(
                Operation.Function.INGEST,
                UUID.randomUUID().toString(),
                LocalUploads.RUN,
                functionLog));
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }

    byte[] answer() throws IOException {
      if (failure != null) {
        throw new IOException("the function failed", failure);
      }
      return answer.toByteArray();
    }
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  /// Ends; what the function is doing is cut off, and goes on when the lake is next served.
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      if (running != null) {
        running.interrupt();
      }
    }
    call();
    try {
      if (thread.isAlive()) {
        var _ = thread.join(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
