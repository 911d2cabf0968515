package dev.tarn.query;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Another name of a local file, so that what was fetched is there for as long as anybody uses it.
public final class LocalLink {
  private LocalLink() {}

  /// Makes `link`, where nothing is, a hard link to `file`; a copy, where the file system has none.
  /// Throws [IOException] if neither can be made.
  public static void make(Path link, Path file) throws IOException {
    try {
      Files.createLink(link, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, link);
    }
  }
}
