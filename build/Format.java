import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Checks that every Java source of the repository is formatted as google-java-format would, or
/// (`write`) formats them. The build runs it from source with the formatter on the class path.
///
/// What was found formatted is remembered by its hash in `target`, and is not looked at again while
/// it, this program and the formatter stay as they are.
public final class Format {
  private static final Path REMEMBERED = Path.of("target", "formatted");
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".tarn", "node_modules");

  private Format() {}

  /// The one argument is `check`, which exits with 1 and names each unformatted file, or `write`.
  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    List<Path> unformatted = new ArrayList<>();
    Formatter formatter = new Formatter();
    String program =
        hash(
            Files.readString(Path.of("build", "Format.java"))
                + System.getProperty("java.class.path").replaceAll("[^:]*/", ""));
    Set<String> remembered = remembered(program);
    Set<String> kept = new TreeSet<>();
    List<Path> sources = sources(Path.of(""));
    Map<Path, String> texts = new HashMap<>();
    for (Path source : sources) {
      texts.put(source, Files.readString(source));
    }
    Map<Path, String> formatted =
        sources.parallelStream()
            .filter(source -> !remembered.contains(hash(texts.get(source))))
            .collect(Collectors.toMap(p -> p, p -> formatted(formatter, p, texts.get(p))));
    for (Path source : sources) {
      String text = texts.get(source);
      String wanted = formatted.getOrDefault(source, text);
      if (!wanted.equals(text)) {
        unformatted.add(source);
        if (write) {
          Files.writeString(source, wanted);
        }
      }
      kept.add(hash(wanted));
    }
    Files.createDirectories(REMEMBERED.getParent());
    Files.writeString(REMEMBERED, program + "\n" + String.join("\n", kept));
    unformatted.forEach(p -> System.err.println((write ? "formatted " : "not formatted: ") + p));
    if (!write && !unformatted.isEmpty()) {
      System.err.println("Run: ./mvnw -N -q initialize -Dformat.mode=write");
      System.exit(1);
    }
  }

  /// Hashes that were written by the same program.
  private static Set<String> remembered(String program) throws IOException {
    if (!Files.exists(REMEMBERED)) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(REMEMBERED);
    return lines.getFirst().equals(program) ? new HashSet<>(lines) : Set.of();
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reflowing a long string may take a second pass to come to rest.
  private static String formatted(Formatter formatter, Path source, String text) {
    try {
      String once = formatter.formatSourceAndFixImports(text);
      if (once.equals(text)) {
        return text;
      }
      String twice = formatter.formatSourceAndFixImports(once);
      return twice.equals(once) ? once : formatter.formatSourceAndFixImports(twice);
    } catch (FormatterException e) {
      throw new IllegalStateException(source + " cannot be formatted", e);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var children = Files.list(root.resolve("").toAbsolutePath())) {
      for (Path child : children.sorted().toList()) {
        String name = child.getFileName().toString();
        if (Files.isDirectory(child)) {
          if (!SKIPPED.contains(name)) {
            found.addAll(sources(child));
          }
        } else if (name.endsWith(".java")) {
          found.add(child);
        }
      }
    }
    return found;
  }
}
