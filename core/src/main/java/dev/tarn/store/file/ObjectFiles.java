package dev.tarn.store.file;

import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where objects lie below the root, and the directories on the way. No symbolic link is followed
/// below the root: one found there is an error, whatever it points to.
final class ObjectFiles {
  private static final int REMEMBERED_DIRECTORIES = 10_000;

  private final Path root;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /// `root` is a real path: absolute and without symbolic links.
  ObjectFiles(Path root) {
    this.root = root;
  }

  /// Where the object at `key` is or would be. Nothing is looked up.
  Path path(ObjectKey key) {
    return path(key.value());
  }

  /// The directory of the keys that start with `prefix`, or empty if there is none. `prefix` is
  /// empty or ends with `/`.
  Optional<Path> directory(String prefix) throws IOException {
    if (prefix.isEmpty()) {
      return Optional.of(root);
    }
    String key = prefix.substring(0, prefix.length() - 1);
    if (!FileNames.isKey(key)) {
      return Optional.empty();
    }
    Path directory = path(key);
    return isDirectory(directory) ? Optional.of(directory) : Optional.empty();
  }

  /// Whether `directory` is one, reached without a symbolic link.
  boolean isDirectory(Path directory) throws IOException {
    try {
      if (!directory.toRealPath().equals(directory)) {
        throw new FileSystemLoopException("a symbolic link is in the way");
      }
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException e) {
      if (e instanceof FileSystemLoopException || !isBelowFile(directory)) {
        throw e;
      }
      return false;
    }
  }

  /// Makes the root of a store and what lacks above it, and makes them durable; its real path.
  static Path makeRoot(Path directory) throws IOException {
    Path path = directory.toAbsolutePath().normalize();
    List<Path> missing = new ArrayList<>();
    for (Path each = path; !Files.exists(each); each = parent(each)) {
      missing.addFirst(each);
    }
    Files.createDirectories(path);
    for (Path each : missing) {
      force(parent(each));
    }
    return path.toRealPath();
  }

  /// Makes `directory` and those above it, unless they are there, and makes them durable.
  void makeDirectory(Path directory) throws IOException {
    if (durable.contains(directory) && isDirectory(directory)) {
      return;
    }
    List<Path> chain = new ArrayList<>();
    for (Path each = directory; !each.equals(root); each = parent(each)) {
      chain.addFirst(each);
    }
    for (Path each : chain) {
      try {
        Files.createDirectory(each);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          throw new NotDirectoryException("an object or a symbolic link is in the way");
        }
      }
    }
    // Another thread or process may have made them and not have come to this yet.
    for (Path each : chain) {
      force(parent(each));
    }
    if (durable.size() >= REMEMBERED_DIRECTORIES) {
      durable.clear();
    }
    durable.add(directory);
  }

  /// Makes the names in `directory` durable.
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// The directory that `path`, below the root, lies in.
  static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not below the root: " + path);
    }
    return parent;
  }

  private Path path(String key) {
    Path path = root;
    for (String segment : key.split("/", -1)) {
      for (String name : FileNames.of(segment)) {
        path = path.resolve(name);
      }
    }
    return path;
  }

  private boolean isBelowFile(Path path) {
    for (Path each = path; !each.equals(root); each = parent(each)) {
      if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }
}
