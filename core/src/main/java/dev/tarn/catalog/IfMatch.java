package dev.tarn.catalog;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An `If-Match` header (RFC 9110, section 13.1.1): `*`, or a list of entity tags. Weak tags match
/// nothing, as the comparison is strong.
final class IfMatch {
  private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
  private static final Pattern LIST = Pattern.compile("%1$s(?:[ \t]*,[ \t]*%1$s)*+".formatted(TAG));
  private static final Pattern ONE = Pattern.compile(TAG);

  private final String header;
  private final boolean any;
  private final Set<String> tags;

  private IfMatch(String header, boolean any, Set<String> tags) {
    this.header = header;
    this.any = any;
    this.tags = tags;
  }

  /// Throws [Problem.MalformedRequest] where `header` is neither.
  static IfMatch parse(String header) {
    String value = header.strip();
    if (value.equals("*")) {
      return new IfMatch(value, true, Set.of());
    }
    if (value.length() > 1_000 || !LIST.matcher(value).matches()) {
      throw new Problem.MalformedRequest(
              "If-Match must be * or the ETag of the dataset, quotes included")
          .exception();
    }
    Matcher tags = ONE.matcher(value);
    return new IfMatch(
        value, false, tags.results().map(r -> r.group()).collect(Collectors.toSet()));
  }

  /// Throws [Problem.PreconditionFailed] unless a dataset whose tag is `etag` meets this.
  void requireMatch(String etag) {
    if (!any && !tags.contains(etag)) {
      throw new Problem.PreconditionFailed(header, etag).exception();
    }
  }

  /// What a dataset that does not exist, and so meets nothing, is answered with.
  ProblemException unmetByNone() {
    return new Problem.PreconditionFailed(header, "none, as there is no such dataset").exception();
  }
}
