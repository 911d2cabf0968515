package dev.tarn.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Local disk for what queries and compactions fetch and spill.
public final class ScratchSpace {
  private final Path root;

  /// Makes directories below `root`, which is made when it is first needed.
  public ScratchSpace(Path root) {
    this.root = root;
  }

  /// A new, empty directory for one piece of work.
  public Directory directory() {
    try {
      Files.createDirectories(root);
      return new Directory(Files.createTempDirectory(root, "scratch-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One piece of work's directory; closing deletes it and all that is in it.
  public record Directory(Path path) implements AutoCloseable {
    @Override
    public void close() {
      try {
        Files.walkFileTree(
            path,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(
                  Path directory, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
