package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads `Content-Type` and `Accept` (RFC 9110, sections 8.3 and 12.5.1).
final class MediaTypes {
  private MediaTypes() {}

  /// The body's media type, lower-cased and without parameters; empty where none is given.
  static String contentType(ApiRequest request) {
    return base(request.header("content-type").orElse(""));
  }

  /// The parameter `name` of the body's media type, without quotation marks, where it is given.
  static Optional<String> parameter(ApiRequest request, String name) {
    return parameter(request.header("content-type").orElse(""), name);
  }

  /// The parameter `name` of `mediaType`, without quotation marks, where it is given.
  static Optional<String> parameter(String mediaType, String name) {
    String[] parts = mediaType.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0 && parts[i].substring(0, equals).trim().equalsIgnoreCase(name)) {
        return Optional.of(parts[i].substring(equals + 1).trim().replace("\"", ""));
      }
    }
    return Optional.empty();
  }

  /// The first of `offered` that `accept` likes best, or empty if it likes none.
  static Optional<String> accepted(String accept, List<String> offered) {
    List<Range> ranges = new ArrayList<>();
    for (String part : accept.split(",", -1)) {
      if (!part.isBlank()) {
        ranges.add(Range.parse(part));
      }
    }
    if (ranges.isEmpty()) {
      return Optional.of(offered.get(0));
    }
    return offered.stream()
        .filter(type -> quality(ranges, type) > 0)
        .max(
            Comparator.comparingDouble((String type) -> quality(ranges, type))
                .thenComparing(Comparator.comparingInt(offered::indexOf).reversed()));
  }

  private static double quality(List<Range> ranges, String type) {
    return ranges.stream()
        .filter(range -> range.matches(type))
        .max(Comparator.comparingInt(Range::precision))
        .map(Range::quality)
        .orElse(0.0);
  }

  /// `mediaType` in lower case and without parameters.
  static String base(String mediaType) {
    int parameters = mediaType.indexOf(';');
    return (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
        .trim()
        .toLowerCase(Locale.ROOT);
  }

  private record Range(String type, double quality) {
    static Range parse(String text) {
      double quality = 1;
      for (String parameter : text.split(";", -1)) {
        String trimmed = parameter.trim();
        if (trimmed.startsWith("q=")) {
          try {
            quality = Double.parseDouble(trimmed.substring(2));
          } catch (NumberFormatException e) {
            quality = 0;
          }
        }
      }
      return new Range(base(text), quality);
    }

    boolean matches(String offered) {
      return type.equals("*/*")
          || type.equals(offered)
          || (type.endsWith("/*") && offered.startsWith(type.substring(0, type.length() - 1)));
    }

    int precision() {
      return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    }
  }
}
