package dev.tarn.local.gateway;

import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves what exports publish, as a content delivery network does in AWS: whole files and single
/// ranges of them (RFC 9110, section 14), which never change, but for the pointer to the latest.
final class PublishedFiles {
  private static final String ROOT = "/exports/";
  private static final String LATEST = "/latest.json";
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
  private final FileAnswers files;

  PublishedFiles(ObjectStore store) {
    this.store = store;
    this.files = new FileAnswers(store);
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
    return files.answer(request, file, headers);
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
    headers.put(
        "cache-control",
        List.of(
            path.endsWith(LATEST) ? "public, max-age=60" : "public, max-age=31536000, immutable"));
    return headers;
  }
}
