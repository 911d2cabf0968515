package dev.tarn.export;

import dev.tarn.store.ObjectKey;
import java.util.regex.Pattern;

/// What is to be unloaded as Parquet, and where to.
///
/// @param token names this request: the same token starts nothing twice, and comes with the same
///   request only; 32 to 128 visible ASCII characters
/// @param sql one SELECT, in the dialect of what runs it, that was accepted before
/// @param prefix below which the parts are written, with names of their own; nothing may be there
///   before, and all that is there after success is the export's
public record UnloadRequest(
    String token, String sql, ObjectKey prefix, ExportCompression compression) {
  private static final Pattern TOKEN = Pattern.compile("[!-~]{32,128}");

  /// Throws [IllegalArgumentException] if `token` has another form.
  public UnloadRequest {
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "a token has 32 to 128 visible ASCII characters, not '" + token + "'");
    }
  }
}
