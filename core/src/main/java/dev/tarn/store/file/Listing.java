package dev.tarn.store.file;

import dev.tarn.store.KeyOrder;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// Finds one page of objects below a directory. It reads the names in the directories that the page
/// reaches into, and looks at as many files as the page has, however many there are.
final class Listing {
  private final String prefix;
  private final String after;
  private final int limit;
  private final Path root;
  private final ContentDigest digest;
  private final List<ObjectSummary> found = new ArrayList<>();

  /// Of the keys that start with `prefix` and come after `after`, the first `limit`.
  Listing(String prefix, String after, int limit, Path root, ContentDigest digest) {
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
    this.root = root;
    this.digest = digest;
  }

  /// The page. `directory` is that of the prefix up to its last `/`.
  ObjectPage page(Path directory) throws IOException {
    collect(prefix.substring(0, prefix.lastIndexOf('/') + 1), directory);
    boolean more = found.size() > limit;
    return new ObjectPage(more ? found.subList(0, limit) : found, more);
  }

  /// A name in a directory, as the start of the keys that it may stand for. A directory's ends with
  /// `/`; of a name without one it is not known yet what it is.
  private record Candidate(String key, Path path) {
    boolean isDirectory() {
      return key.endsWith("/");
    }
  }

  private void collect(String parent, Path directory) throws IOException {
    PriorityQueue<Candidate> candidates =
        new PriorityQueue<>(Comparator.comparing(Candidate::key, KeyOrder::compare));
    addNames(directory, parent, candidates);
    while (!candidates.isEmpty() && found.size() <= limit) {
      Candidate first = candidates.remove();
      if (first.isDirectory()) {
        collect(first.key(), first.path());
      } else if (Files.isDirectory(first.path(), LinkOption.NOFOLLOW_LINKS)) {
        // Its keys come later than its bare name: "a!" lies between "a" and "a/b".
        candidates.add(new Candidate(first.key() + "/", first.path()));
      } else {
        add(first);
      }
    }
  }

  private void add(Candidate file) throws IOException {
    if (KeyOrder.compare(file.key(), after) > 0 && FileNames.isKey(file.key())) {
      try {
        ObjectFile.summary(new ObjectKey(file.key()), file.path(), digest).ifPresent(found::add);
      } catch (NoSuchFileException e) {
        // Deleted since its name was read: then it is not listed.
        return;
      }
    }
  }

  private void addNames(Path directory, String parent, PriorityQueue<Candidate> candidates)
      throws IOException {
    forEachName(
        directory,
        List.of(),
        root,
        (segment, path) -> {
          String key = parent + segment;
          if (isInReach(key)) {
            candidates.add(new Candidate(key, path));
          }
          return true;
        });
  }

  /// Whether `key`, or a key below it, can be on the page.
  private boolean isInReach(String key) {
    return key.startsWith(prefix) && (KeyOrder.compare(key, after) > 0 || after.startsWith(key));
  }

  /// What is done with a segment and the path it was found at; false ends the search.
  @FunctionalInterface
  interface Visitor {
    boolean visit(String segment, Path path) throws IOException;
  }

  /// Visits the segments of keys that lie in `directory`, in no order, until `visitor` has enough;
  /// whether it has not. A directory that is gone has none.
  ///
  /// @param begun the names that a segment is continued from here, mostly none
  static boolean forEachName(Path directory, List<String> begun, Path root, Visitor visitor)
      throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String name = path.getFileName().toString();
        if (name.equals(FileNames.RESERVED) && directory.equals(root)) {
          continue;
        }
        List<String> names = append(begun, name);
        boolean goOn;
        if (name.endsWith(FileNames.CONTINUED)) {
          goOn =
              !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                  || forEachName(path, names, root, visitor);
        } else {
          Optional<String> segment = FileNames.segment(names);
          goOn = segment.isEmpty() || visitor.visit(segment.get(), path);
        }
        if (!goOn) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static List<String> append(List<String> names, String name) {
    if (names.isEmpty()) {
      return List.of(name);
    }
    List<String> appended = new ArrayList<>(names);
    appended.add(name);
    return appended;
  }

  /// The first segments below `directory` with an object somewhere below them, each as `prefix`,
  /// segment and `/`, in key order.
  static List<String> directories(String prefix, Path directory, Path root) throws IOException {
    List<String> directories = new ArrayList<>();
    forEachName(
        directory,
        List.of(),
        root,
        (segment, path) -> {
          if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && holdsObject(path, root)) {
            directories.add(prefix + segment + "/");
          }
          return true;
        });
    directories.sort(KeyOrder::compare);
    return directories;
  }

  private static boolean holdsObject(Path directory, Path root) throws IOException {
    Predicate<Path> isFile = path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    return !forEachName(
        directory,
        List.of(),
        root,
        (segment, path) ->
            !isFile.test(path)
                && !(Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && holdsObject(path, root)));
  }
}
