package dev.tarn.local.gateway;

import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers GET and HEAD with objects as files: whole, as a single range (RFC 9110, section 14), or
/// not at all where the client has them already.
final class FileAnswers {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");
  private static final int MOST_BYTES = 256 << 20;

  private final ObjectStore store;

  FileAnswers(ObjectStore store) {
    this.store = store;
  }

  /// The answer to `request` with `file`, of which `more` headers tell besides.
  Answer answer(ReceivedRequest request, ObjectSummary file, Map<String, List<String>> more) {
    Map<String, List<String>> headers = new LinkedHashMap<>(more);
    headers.put("etag", List.of(quoted(file)));
    headers.put("accept-ranges", List.of("bytes"));
    if (request.header("if-none-match").filter(quoted(file)::equals).isPresent()) {
      return new Answer(304, headers, new Answer.Body(new byte[0]));
    }
    return request.method().equals("HEAD")
        ? head(file, headers)
        : range(request, file)
            .map(range -> part(file, range, headers))
            .orElseGet(() -> whole(file, headers));
  }

  /// The object's ETag as it stands in headers.
  static String quoted(ObjectSummary file) {
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
