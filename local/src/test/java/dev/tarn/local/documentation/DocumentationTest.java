package dev.tarn.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents lead where they say, and whoever begins at the list of documents finds each one.
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

  private final Map<Path, MarkdownPage> pages = pages();

  private static Map<Path, MarkdownPage> pages() {
    Map<Path, MarkdownPage> pages = new TreeMap<>();
    for (String start : List.of("docs", "infra")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(start))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("/.terraform/"))
            .forEach(file -> pages.put(file, MarkdownPage.read(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
      pages.put(ROOT.resolve(name), MarkdownPage.read(ROOT.resolve(name)));
    }
    return pages;
  }

  @Test
  void everyLinkToAFileOrAHeadingLeadsThere() {
    List<String> broken = new ArrayList<>();
    for (MarkdownPage page : pages.values()) {
      for (String link : page.links()) {
        if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, link)) {
          broken.add(ROOT.relativize(page.file()) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private boolean leadsSomewhere(MarkdownPage page, String link) {
    Path target = target(page, link);
    int hash = link.indexOf('#');
    if (hash < 0) {
      return Files.exists(target);
    }
    MarkdownPage there = pages.get(target);
    return there != null && there.anchors().contains(link.substring(hash + 1));
  }

  private MarkdownPage page(Path file) {
    return Objects.requireNonNull(pages.get(file), file::toString);
  }

  private static Path target(MarkdownPage page, String link) {
    String path = link.contains("#") ? link.substring(0, link.indexOf('#')) : link;
    return path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
  }

  @Test
  void everyDocumentIsReachedFromTheListOfDocuments() {
    Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("docs/README.md")));
    Set<Path> reached = new HashSet<>(next);
    while (!next.isEmpty()) {
      MarkdownPage page = page(next.remove());
      for (String link : page.links()) {
        Path target = target(page, link);
        if (pages.containsKey(target) && reached.add(target)) {
          next.add(target);
        }
      }
    }
    assertThat(pages.keySet().stream().filter(file -> file.startsWith(ROOT.resolve("docs"))))
        .allSatisfy(file -> assertThat(reached).contains(file));
  }
}
