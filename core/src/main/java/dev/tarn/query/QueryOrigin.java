package dev.tarn.query;

import dev.tarn.digest.Sha256;
import java.nio.charset.StandardCharsets;

/// Where a submission to a [Warehouse] comes from.
///
/// @param startedBy who alone may see and stop the query
/// @param key the request's own, so that it submits one query however often it is sent
public record QueryOrigin(String startedBy, String key) {
  /// 64 characters that no other origin has.
  public String token() {
    String text = startedBy.length() + "\n" + startedBy + "\n" + key;
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
