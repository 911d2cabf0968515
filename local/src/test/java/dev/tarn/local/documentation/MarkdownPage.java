package dev.tarn.local.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Markdown file: where its links go, and what its headings are linked by.
///
/// @param links targets as they are written, outside of code
/// @param anchors of its headings, as GitHub makes them
record MarkdownPage(Path file, List<String> links, Set<String> anchors) {
  private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*\\]\\(([^()\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  static MarkdownPage read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder prose = new StringBuilder();
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> repeated = new HashMap<>();
    boolean fenced = false;
    for (String line : text.lines().toList()) {
      fenced ^= line.startsWith("```");
      if (fenced || line.startsWith("    ")) {
        continue;
      }
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor = anchor(heading.group(1));
        int earlier = repeated.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
      }
      prose.append(line).append('\n');
    }
    List<String> links = new ArrayList<>();
    Matcher link = LINK.matcher(CODE.matcher(prose).replaceAll("code"));
    while (link.find()) {
      links.add(link.group(1));
    }
    return new MarkdownPage(file, links, anchors);
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
