package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/// Keeps what is recorded until [#flush], which sends it to CloudWatch with PutMetricData: in the
/// namespace `Tarn`, with the dimensions `function` and `dataset`, and `function` alone, as
/// [dev.tarn.metric.emf.EmfMetrics] does through CloudWatch Logs.
///
/// Recording never waits for the network. Neither recording nor flushing throws for what CloudWatch
/// or the way there does; what does not arrive is logged and counted. An attempt of which no answer
/// came is made again, so that a measurement CloudWatch took without saying so is there twice.
public final class CloudWatchMetrics implements Metrics, AutoCloseable {
  /// How many measurements are kept between two flushes, unless told otherwise: some 5 MB.
  public static final int DEFAULT_CAPACITY = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(CloudWatchMetrics.class);

  private final String function;
  private final CloudWatchClient client;
  private final Clock clock;
  private final CloudWatchPatience patience;
  private final SampleBuffer buffer;
  private final Delivery delivery;
  private final ReentrantLock flushing = new ReentrantLock();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();

  /// What became of the measurements recorded so far, but for those that still wait.
  ///
  /// @param sent taken by CloudWatch
  /// @param lost refused by CloudWatch, or not to be brought there
  /// @param dropped recorded while the buffer was full
  /// @param leftOut with a value that CloudWatch does not take
  public record Counts(long sent, long lost, long dropped, long leftOut) {}

  /// Sends for the function named `function` through `client`, which is closed with this. The
  /// client is one of [CloudWatchClients], which sends each request once.
  ///
  /// @param capacity how many measurements are kept between two flushes
  public CloudWatchMetrics(
      String function,
      CloudWatchClient client,
      Clock clock,
      CloudWatchPatience patience,
      int capacity) {
    this(function, client, clock, patience, capacity, Thread::sleep, RandomGenerator.getDefault());
  }

  CloudWatchMetrics(
      String function,
      CloudWatchClient client,
      Clock clock,
      CloudWatchPatience patience,
      int capacity,
      Waiting waiting,
      RandomGenerator random) {
    this.function = function;
    this.client = client;
    this.clock = clock;
    this.patience = patience;
    this.buffer = new SampleBuffer(capacity);
    this.delivery = new Delivery(client, clock, patience, waiting, random);
  }

  /// Sends for the function named `function` to CloudWatch in AWS, with the credentials that the
  /// AWS SDK finds.
  public static CloudWatchMetrics inAws(String function, String region, Clock clock) {
    return new CloudWatchMetrics(
        function,
        CloudWatchClients.client(
            region,
            Optional.empty(),
            DefaultCredentialsProvider.builder().build(),
            CloudWatchPatience.DEFAULT),
        clock,
        CloudWatchPatience.DEFAULT,
        DEFAULT_CAPACITY);
  }

  @Override
  public void record(String dataset, List<Measurement> measurements) {
    Instant now = clock.instant();
    for (Measurement measurement : measurements) {
      if (!Sample.isSendable(measurement.value())) {
        leftOut.incrementAndGet();
      } else if (!buffer.add(new Sample(function, dataset, now, measurement))
          && dropped.getAndIncrement() == 0) {
        // Once: a log line for each would do more harm than the missing measurements.
        LOG.warn("the buffer of measurements is full; measurements are dropped until it is sent");
      }
    }
  }

  /// Sends what was recorded, and returns when all of it is sent or lost. What there was no time to
  /// try stays for the next flush.
  @Override
  public void flush() {
    flushing.lock();
    try {
      Instant deadline = clock.instant().plus(patience.flush());
      // An interrupted thread can send nothing, and would lose batch after batch.
      while (clock.instant().isBefore(deadline) && !Thread.currentThread().isInterrupted()) {
        List<Sample> batch = buffer.takeBatch();
        if (batch.isEmpty()) {
          return;
        }
        int arrived = delivery.deliver(batch, deadline);
        sent.addAndGet(arrived);
        lost.addAndGet(batch.size() - arrived);
      }
      LOG.warn("the flush ended early; measurements may be left for the next one");
    } finally {
      flushing.unlock();
    }
  }

  /// What became of the measurements recorded so far.
  public Counts counts() {
    return new Counts(sent.get(), lost.get(), dropped.get(), leftOut.get());
  }

  /// Flushes, counts as lost what is left, and closes the client.
  @Override
  public void close() {
    flush();
    lost.addAndGet(buffer.clear());
    client.close();
  }
}
