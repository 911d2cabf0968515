package dev.tarn.local.backend;

import dev.tarn.digest.Sha256;
import dev.tarn.local.gateway.EventQueue;
import dev.tarn.local.queue.DiskMessage;
import dev.tarn.local.queue.DiskQueue;
import dev.tarn.store.file.StoreClaim;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The queue of a lake's events, which one process has at a time; it is opened when there is
/// something in it, or to be put into it. Of a lake in a directory it is below `queue/events/`, of
/// one in a bucket below `.tarn/` in the home of whoever runs this.
///
/// Safe for use by many threads.
final class LocalEvents implements EventQueue, Closeable {
  /// How long the function may run at a time.
  static final Duration RUN = Duration.ofSeconds(29);

  private static final Duration VISIBILITY = Duration.ofSeconds(60);
  private static final int MOST_RECEIVES = 5;

  private final Path root;
  private final Path directory;
  private final InstantSource clock;
  private Optional<StoreClaim> claim = Optional.empty();
  private Optional<DiskQueue> queue = Optional.empty();
  private boolean closed;

  /// Claims the queue at `root`, and keeps it below.
  LocalEvents(Path root, InstantSource clock) {
    this.root = root;
    this.directory = root.resolve("queue").resolve("events");
    this.clock = clock;
  }

  static LocalEvents of(LakeLocation lake, InstantSource clock) {
    return new LocalEvents(
        switch (lake) {
          case LakeLocation.Directory(Path path) -> path;
          case LakeLocation.Bucket bucket ->
              Path.of(System.getProperty("user.home"), ".tarn")
                  .resolve(Sha256.prefixOf(bucket + "\0" + bucket.endpoint(), 8));
        },
        clock);
  }

  @Override
  public Taken send(Map<String, String> attributes, String body) throws IOException {
    DiskMessage sent = open().send(MessageAttributes.write(attributes), body);
    return new Taken(sent.id(), sent.sent());
  }

  /// Receives messages, none if another process has the queue.
  List<DiskMessage> receive(int most, long mostBytes) throws IOException {
    Optional<DiskQueue> there;
    synchronized (this) {
      there = queue.isPresent() || !Files.isDirectory(directory) ? queue : find();
    }
    return there.isPresent() ? there.get().receive(most, mostBytes) : List.of();
  }

  /// Takes messages off the queue.
  void delete(Collection<UUID> ids) throws IOException {
    open().delete(ids);
  }

  private synchronized DiskQueue open() throws IOException {
    return find()
        .orElseThrow(
            () -> new IOException("another process has the queue of events in " + directory));
  }

  private synchronized Optional<DiskQueue> find() throws IOException {
    if (queue.isEmpty() && !closed) {
      claim = StoreClaim.take(root, "events");
      if (claim.isPresent()) {
        queue = Optional.of(DiskQueue.open(directory, clock, VISIBILITY, MOST_RECEIVES));
      }
    }
    return queue;
  }

  @Override
  public synchronized void close() {
    closed = true;
    queue.ifPresent(LocalEvents::close);
    claim.ifPresent(StoreClaim::close);
    queue = Optional.empty();
  }

  private static void close(DiskQueue open) {
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the queue of events cannot be closed", e);
    }
  }
}
