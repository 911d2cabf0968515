package dev.tarn.local.backend;

import dev.tarn.digest.Sha256;
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
import java.util.Optional;
import java.util.UUID;

/// A queue of a lake, which one process has at a time; it is opened when there is something in it,
/// or to be put into it.
///
/// Safe for use by many threads.
final class LocalQueue implements Closeable {
  private final Path root;
  private final String name;
  private final Path directory;
  private final InstantSource clock;
  private final Duration visibility;
  private final int mostReceives;
  private Optional<StoreClaim> claim = Optional.empty();
  private Optional<DiskQueue> queue = Optional.empty();
  private boolean closed;

  /// Claims the queue `name` (lower-case letters) at `root`, and keeps it below.
  ///
  /// @param visibility for how long a message that was received is hidden
  /// @param mostReceives after how many receives a message is put aside
  LocalQueue(Path root, String name, InstantSource clock, Duration visibility, int mostReceives) {
    this.root = root;
    this.name = name;
    this.directory = root.resolve("queue").resolve(name);
    this.clock = clock;
    this.visibility = visibility;
    this.mostReceives = mostReceives;
  }

  /// Where the queues of `lake` are: of one in a directory there, of one in a bucket below `.tarn/`
  /// in the home of whoever runs this.
  static Path root(LakeLocation lake) {
    return switch (lake) {
      case LakeLocation.Directory(Path path) -> path;
      case LakeLocation.Bucket bucket ->
          Path.of(System.getProperty("user.home"), ".tarn")
              .resolve(Sha256.prefixOf(bucket + "\0" + bucket.endpoint(), 8));
    };
  }

  /// What the queue is kept in.
  Path directory() {
    return directory;
  }

  /// Puts a message into the queue, as [DiskQueue#send]. Throws [IOException] also where another
  /// process has the queue.
  DiskMessage send(String group, String body) throws IOException {
    return open().send(group, body);
  }

  /// Receives messages as [DiskQueue#receive], none if another process has the queue.
  List<DiskMessage> receive(int most, long mostBytes) throws IOException {
    Optional<DiskQueue> there = there();
    return there.isPresent() ? there.get().receive(most, mostBytes) : List.of();
  }

  /// Whether there is a queue, and this process has it; it takes it where nobody does.
  boolean isHeld() throws IOException {
    return there().isPresent();
  }

  private synchronized Optional<DiskQueue> there() throws IOException {
    return queue.isPresent() || !Files.isDirectory(directory) ? queue : find();
  }

  /// Takes messages off the queue.
  void delete(Collection<UUID> ids) throws IOException {
    open().delete(ids);
  }

  /// Hides a message that was received for `delay` and no longer.
  void hide(UUID id, Duration delay) throws IOException {
    open().hide(id, delay);
  }

  /// The queue, which this process has from now on. Throws [IOException] where another has it.
  DiskQueue open() throws IOException {
    return find()
        .orElseThrow(
            () -> new IOException("another process has the queue of " + name + " in " + directory));
  }

  private synchronized Optional<DiskQueue> find() throws IOException {
    if (queue.isEmpty() && !closed) {
      claim = StoreClaim.take(root, name);
      if (claim.isPresent()) {
        queue = Optional.of(DiskQueue.open(directory, clock, visibility, mostReceives));
      }
    }
    return queue;
  }

  @Override
  public synchronized void close() {
    closed = true;
    queue.ifPresent(LocalQueue::close);
    claim.ifPresent(StoreClaim::close);
    queue = Optional.empty();
  }

  private static void close(DiskQueue open) {
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a queue cannot be closed", e);
    }
  }
}
