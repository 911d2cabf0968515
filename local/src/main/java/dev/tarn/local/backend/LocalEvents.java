package dev.tarn.local.backend;

import dev.tarn.local.gateway.EventQueue;
import dev.tarn.local.queue.DiskMessage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The queue of a lake's events, below `queue/events/`.
///
/// Safe for use by many threads.
final class LocalEvents implements EventQueue, Closeable {
  /// How long the function may run at a time.
  static final Duration RUN = Duration.ofSeconds(29);

  private static final Duration VISIBILITY = Duration.ofSeconds(60);
  private static final int MOST_RECEIVES = 5;

  private final LocalQueue queue;

  /// Claims the queue at `root`, and keeps it below.
  LocalEvents(Path root, InstantSource clock) {
    this.queue = new LocalQueue(root, "events", clock, VISIBILITY, MOST_RECEIVES);
  }

  @Override
  public Taken send(Map<String, String> attributes, String body) throws IOException {
    DiskMessage sent = queue.send(MessageAttributes.write(attributes), body);
    return new Taken(sent.id(), sent.sent());
  }

  /// Receives messages, none if another process has the queue.
  List<DiskMessage> receive(int most, long mostBytes) throws IOException {
    return queue.receive(most, mostBytes);
  }

  /// Takes messages off the queue.
  void delete(Collection<UUID> ids) throws IOException {
    queue.delete(ids);
  }

  @Override
  public void close() {
    queue.close();
  }
}
