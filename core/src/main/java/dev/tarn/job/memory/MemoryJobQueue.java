package dev.tarn.job.memory;

import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages on the heap, gone with it. It keeps every promise of the port but durability. Safe for
/// use by many threads.
public final class MemoryJobQueue implements JobQueue {
  private record Message(JobId job, Instant visible, int deliveries) {}

  private final InstantSource clock;
  private final Duration visibility;
  private final int maxDeliveries;
  private final Map<Long, Message> messages = new LinkedHashMap<>();
  private final List<JobId> dead = new ArrayList<>();
  private long last;

  /// An empty queue.
  ///
  /// @param visibility for how long a message that was received is hidden
  /// @param maxDeliveries after how many deliveries a message is put aside
  public MemoryJobQueue(InstantSource clock, Duration visibility, int maxDeliveries) {
    this.clock = clock;
    this.visibility = visibility;
    this.maxDeliveries = maxDeliveries;
  }

  @Override
  public synchronized void send(JobId job, Duration delay) {
    last++;
    messages.put(last, new Message(job, clock.instant().plus(delay), 0));
  }

  @Override
  public synchronized List<Delivery> receive(int most) {
    Instant now = clock.instant();
    List<Delivery> received = new ArrayList<>();
    for (Map.Entry<Long, Message> entry : List.copyOf(messages.entrySet())) {
      Message message = entry.getValue();
      if (received.size() == most || message.visible().isAfter(now)) {
        continue;
      }
      if (message.deliveries() >= maxDeliveries) {
        var _ = messages.remove(entry.getKey());
        dead.add(message.job());
        continue;
      }
      int deliveries = message.deliveries() + 1;
      messages.put(entry.getKey(), new Message(message.job(), now.plus(visibility), deliveries));
      received.add(new Delivery(message.job(), entry.getKey() + "." + deliveries, deliveries));
    }
    return received;
  }

  @Override
  public synchronized void acknowledge(Delivery delivery) {
    if (isLatest(delivery)) {
      var _ = messages.remove(number(delivery));
    }
  }

  @Override
  public synchronized void postpone(Delivery delivery, Duration delay) {
    if (isLatest(delivery)) {
      Instant visible = clock.instant().plus(delay);
      messages.put(number(delivery), new Message(delivery.job(), visible, delivery.deliveries()));
    }
  }

  /// The jobs whose messages were put aside.
  public synchronized List<JobId> dead() {
    return List.copyOf(dead);
  }

  /// An older delivery has no say in what a later one is about.
  private boolean isLatest(Delivery delivery) {
    @Nullable Message message = messages.get(number(delivery));
    return message != null && message.deliveries() == delivery.deliveries();
  }

  private static long number(Delivery delivery) {
    String handle = delivery.handle();
    return Long.parseLong(handle.substring(0, handle.indexOf('.')));
  }
}
