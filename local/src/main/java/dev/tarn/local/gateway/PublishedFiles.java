package dev.tarn.local.gateway;

import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Serves what exports publish, as a content delivery network does in AWS: whole files and single
/// ranges of them (RFC 9110, section 14), which never change, but for the pointer to the latest.
final class PublishedFiles {
  private static final String ROOT = "/exports/";
  private static final String LATEST = "/latest.json";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");
  private static final int MOST_BYTES = 256 << 20;
  private static final Map<String, String> TYPES =
      Map.of(
          ".json", "application/json",
          ".parquet", "application/vnd.apache.parquet",
          ".csv", "text/csv; charset=utf-8",
          ".ndjson", "application/x-ndjson",
          ".avro", "application/avro",
          ".gz", "application/gzip",
          ".zst", "application/zstd");

  private final ObjectStore store;

  PublishedFiles(ObjectStore store) {
    this.store = store;
  }

  /// Whether the path is one that files may be served at.
  static boolean isAt(String path) {
    return path.startsWith(ROOT);
  }

  /// The answer to `request`.
  Answer answer(ReceivedRequest request, String id) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answer.problem(
          new Problem.MethodNotAllowed(request.method(), List.of("GET", "HEAD")), id);
    }
    Optional<ObjectSummary> found = find(request.path());
    if (found.isEmpty()) {
      return Answer.problem(new Problem.UnknownRoute(request.path()), id);
    }
    ObjectSummary file = found.get();
    Map<String, List<String>> headers = headers(file);
    if (request.header("if-none-match").filter(quoted(file)::equals).isPresent()) {
      return new Answer(304, headers, new Answer.Body(new byte[0]));
    }
    return request.method().equals("HEAD")
        ? head(file, headers)
        : range(request, file)
            .map(range -> part(file, range, headers))
            .orElseGet(() -> whole(file, headers));
  }

  private Optional<ObjectSummary> find(String path) {
    try {
      return store.head(new ObjectKey(path.substring(1)));
    } catch (IllegalArgumentException e) {
      // What cannot be a key names no file.
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> headers(ObjectSummary file) {
    String path = file.key().value();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(
        "content-type",
        List.of(
            TYPES.getOrDefault(
                path.substring(Math.max(0, path.lastIndexOf('.'))), "application/octet-stream")));
    headers.put("etag", List.of(quoted(file)));
    headers.put("accept-ranges", List.of("bytes"));
    headers.put(
        "cache-control",
        List.of(
            path.endsWith(LATEST) ? "public, max-age=60" : "public, max-age=31536000, immutable"));
    return headers;
  }

  private static String quoted(ObjectSummary file) {
    String tag = file.etag().value();
    return tag.startsWith("\"") ? tag : "\"" + tag + "\"";
  }

  private static Answer head(ObjectSummary file, Map<String, List<String>> headers) {
    headers.put("content-length", List.of(Long.toString(file.size())));
    return new Answer(200, headers, new Answer.Body(new byte[0]));
  }

  /// The first and the last byte that are asked for, where that is one range of the file.
  private static Optional<long[]> range(ReceivedRequest request, ObjectSummary file) {
    Matcher range = RANGE.matcher(request.header("range").orElse(""));
    if (!range.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(range.group(1));
    long last =
        range.group(2) == null
            ? file.size() - 1
            : Math.min(file.size() - 1, Long.parseLong(range.group(2)));
    return first <= last && last - first < MOST_BYTES
        ? Optional.of(new long[] {first, last})
        : Optional.empty();
  }

  private Answer part(ObjectSummary file, long[] range, Map<String, List<String>> headers) {
    headers.put("content-range", List.of("bytes " + range[0] + "-" + range[1] + "/" + file.size()));
    int length = (int) (range[1] - range[0] + 1);
    return new Answer(206, headers, new Answer.Body(store.getRange(file.key(), range[0], length)));
  }

  private Answer whole(ObjectSummary file, Map<String, List<String>> headers) {
    return new Answer(200, headers, new Answer.Body(store.get(file.key()).bytes()));
  }
}
