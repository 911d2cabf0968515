package dev.tarn.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps changes to existing objects apart, between the threads of this process and between
/// processes. The operating system releases it when its holder dies.
final class StoreLock {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// One lock per lock file and process. It cannot be one per store: POSIX takes a process's lock
  /// on a file away when the process closes any of its descriptors for it (fcntl, "record locks"),
  /// so each lock file is opened once and stays open.
  private static final ConcurrentMap<Identity, StoreLock> OPEN = new ConcurrentHashMap<>();

  private record Identity(Path file, @Nullable Object fileKey) {}

  /// What is done under the lock.
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  private final ReentrantLock threads = new ReentrantLock();
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /// The lock at `file`, which is created if need be and is a real path.
  static StoreLock at(Path file) throws IOException {
    synchronized (OPEN) {
      if (!Files.exists(file)) {
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      }
      Object fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      Identity identity = new Identity(file, fileKey);
      StoreLock lock = OPEN.get(identity);
      if (lock == null) {
        lock = new StoreLock(FileChannel.open(file, StandardOpenOption.WRITE));
        OPEN.put(identity, lock);
      }
      return lock;
    }
  }

  /// Runs `action` while nobody else holds the lock. Throws an [IOException] if another process
  /// keeps it for 30 seconds.
  <T> T holding(Action<T> action) throws IOException {
    threads.lock();
    try (FileLock processes = acquire()) {
      if (!processes.isValid()) {
        throw new IOException("the lock was lost");
      }
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  /// Takes the lock for as long as the caller likes, or gives empty if another has it, in this
  /// process or another. For files that are not locked by [#holding].
  Optional<FileLock> take() throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private FileLock acquire() throws IOException {
    long start = System.nanoTime();
    // Blocking in the kernel would be shorter, but it fails when several locks of several
    // processes only look like a deadlock.
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000, 500_000));
    }
    throw new IOException("another process holds the store's lock");
  }
}
