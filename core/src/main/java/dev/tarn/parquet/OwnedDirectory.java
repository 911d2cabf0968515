package dev.tarn.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A directory that one owner has for as long as it holds this object, and its process lives.
/// Owners take turns with a fixed number of directories, each with a lock beside it that ends with
/// the process, so that what a process left is found and deleted.
final class OwnedDirectory {
  private static final int MOST = 64;

  private final Path path;
  private final FileChannel lock;

  /// @param lock open for as long as the directory is owned
  private OwnedDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  Path path() {
    return path;
  }

  /// Whether nobody else can claim it.
  boolean isOwned() {
    return lock.isOpen();
  }

  /// An empty directory below `root` that nobody else has. Those that nobody has are emptied.
  static OwnedDirectory claim(Path root) throws IOException {
    Files.createDirectories(root);
    Optional<OwnedDirectory> claimed = Optional.empty();
    for (int i = 0; i < MOST; i++) {
      Path directory = root.resolve("cache-" + i);
      boolean wanted = claimed.isEmpty();
      if (!wanted && !Files.exists(directory)) {
        continue;
      }
      FileChannel channel =
          FileChannel.open(
              root.resolve("cache-" + i + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        continue;
      }
      empty(directory);
      if (wanted) {
        claimed = Optional.of(new OwnedDirectory(Files.createDirectory(directory), channel));
      } else {
        channel.close();
      }
    }
    return claimed.orElseThrow(
        () -> new IOException("all of " + MOST + " directories below " + root + " are taken"));
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void empty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
