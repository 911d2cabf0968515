package dev.tarn.store.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Which part of an object an answer holds (RFC 9110, 14.4).
///
/// @param first the offset of the part's first byte
/// @param size that of the whole object, in bytes
record ContentRange(long first, long size) {
  private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  /// That of `response`, or empty if it holds the whole object.
  static Optional<ContentRange> of(GetObjectResponse response) {
    return Optional.ofNullable(response.contentRange())
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(match ->
            new ContentRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))));
  }
}
