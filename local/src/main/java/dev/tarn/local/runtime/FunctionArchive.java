package dev.tarn.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// A function's archive, unpacked: a zip with `lib/*.jar` and, where the function needs one, native
/// code.
public final class FunctionArchive {
  /// What Lambda unpacks at most (AWS Lambda Developer Guide, "Lambda quotas").
  private static final long MOST_BYTES = 250L << 20;

  private static final int MOST_ENTRIES = 10_000;

  private FunctionArchive() {}

  /// Unpacks `archive` into the new directory `taskRoot`, whose files can only be read then, as on
  /// Lambda. Throws [IOException] where it is no such archive, is larger than Lambda takes, or has
  /// an entry that would lie elsewhere.
  public static void unpack(Path archive, Path taskRoot) throws IOException {
    Files.createDirectory(taskRoot);
    byte[] buffer = new byte[64 * 1024];
    long left = MOST_BYTES;
    int entries = 0;
    try (InputStream file = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries++;
        if (entries > MOST_ENTRIES) {
          throw new IOException(archive + " has more than " + MOST_ENTRIES + " entries");
        }
        Path target = taskRoot.resolve(entry.getName()).normalize();
        if (!target.startsWith(taskRoot) || target.equals(taskRoot)) {
          throw new IOException(archive + " has the entry '" + entry.getName() + "'");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        try (OutputStream out = Files.newOutputStream(target)) {
          for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
            left -= read;
            if (left < 0) {
              throw new IOException(
                  archive + " unpacks to more than the " + MOST_BYTES + " bytes of Lambda");
            }
            out.write(buffer, 0, read);
          }
        }
      }
    }
    if (entries == 0) {
      throw new IOException(archive + " is no archive, or an empty one");
    }
    setWritable(taskRoot, false);
  }

  /// Deletes what was unpacked into `taskRoot`.
  public static void delete(Path taskRoot) throws IOException {
    if (!Files.isDirectory(taskRoot, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    setWritable(taskRoot, true);
    Files.walkFileTree(
        taskRoot,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void setWritable(Path root, boolean writable) throws IOException {
    String directories = writable ? "rwxr-xr-x" : "r-xr-xr-x";
    String files = writable ? "rw-r--r--" : "r--r--r--";
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(directories));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(files));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
