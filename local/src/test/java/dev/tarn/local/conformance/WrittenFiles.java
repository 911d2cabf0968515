package dev.tarn.local.conformance;

import dev.tarn.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process writes, by the system calls that it makes, native code's included: that is seen
/// where `strace` is. Elsewhere only its own directory is looked at.
final class WrittenFiles {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  /// Calls that make, change or remove what a path names, and those that did so without an error.
  private static final Pattern CHANGE =
      Pattern.compile(
          "(?:openat\\([^,]*, |open\\(|creat\\(|mkdir(?:at)?\\((?:[^\",]*, )?"
              + "|unlink(?:at)?\\((?:[^\",]*, )?|rmdir\\(|rename(?:at2?)?\\((?:[^\",]*, )?"
              + "|truncate\\(|symlink(?:at)?\\(|link(?:at)?\\((?:[^\",]*, )?"
              + "|chmod\\(|fchmodat\\([^,]*, )\"([^\"]*)\"(.*)= (-?\\d+)");

  /// The directory that a call takes a relative path from.
  private static final Pattern DIRECTORY = Pattern.compile("\\((?:AT_FDCWD|\\d+)<(/[^>]*)>, \"");

  /// A change of the directory that the other calls take one from.
  private static final Pattern MOVED =
      Pattern.compile("chdir\\((?:\\d+<|\")([^>\"]*)[>\"]\\) += 0");

  private WrittenFiles() {}

  /// A command at `command` that runs `java` and traces it into `trace`, where it can be traced.
  static Path tracingJava(Path command, Path trace) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(STRACE)) {
      System.out.println("strace is not here: only the function's own directory is looked at");
      return java;
    }
    // Calls that are not traced do not stop at the tracer, which would take most of the time.
    Files.writeString(
        command,
        """
        #!/bin/sh
        exec %s -f --seccomp-bpf -y -qq -s 4096 -e trace=%%file,fchdir -o %s %s "$@"
        """
            .formatted(STRACE, trace, java));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    return command;
  }

  /// The paths in `trace` that were changed outside /tmp, or in `root`.
  static List<String> outsideTemporary(Path trace, Path root) throws IOException {
    List<String> outside = new ArrayList<>();
    Path current = root.resolve("task");
    for (String line : Files.readAllLines(trace)) {
      Matcher moved = MOVED.matcher(line);
      if (moved.find()) {
        current = current.resolve(moved.group(1));
      }
      Matcher change = CHANGE.matcher(line);
      if (change.find() && Long.parseLong(change.group(3)) >= 0 && isChange(line, change)) {
        Matcher base = DIRECTORY.matcher(line);
        Path from = base.find() ? Path.of(base.group(1)) : current;
        Path path = from.resolve(change.group(1)).normalize();
        boolean temporary = path.startsWith("/tmp") && !path.startsWith(root);
        if (!temporary && !path.startsWith("/dev") && !path.startsWith("/proc/self")) {
          outside.add(line);
        }
      }
    }
    return outside;
  }

  private static boolean isChange(String line, Matcher change) {
    boolean opens = line.contains("openat(") || line.contains(" open(");
    return !opens || change.group(2).matches(".*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND).*");
  }

  /// What is in `root`: each file's contents, permissions and time of change.
  static Map<String, String> digests(Path root) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        String content = Files.isRegularFile(path) ? Sha256.of(Files.readAllBytes(path)) : "-";
        digests.put(
            root.relativize(path).toString(),
            content
                + " "
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                + " "
                + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
      }
    }
    return digests;
  }
}
