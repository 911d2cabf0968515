package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.compression.Compression;
import dev.tarn.compression.DamagedDataException;
import dev.tarn.compression.ExpansionException;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Undoes a body's content encoding (RFC 9110, section 8.4) within bounds: what would grow past
/// them is given up as soon as it does. One coding is undone, not several on top of each other.
final class ContentCoding {
  private static final List<String> ACCEPTED = List.of("identity", "gzip", "zstd", "deflate");
  private static final Map<String, Compression> CODINGS =
      Map.of(
          "gzip", Compression.GZIP,
          "x-gzip", Compression.GZIP,
          "zstd", Compression.ZSTD,
          "deflate", Compression.ZLIB);

  private final IngestLimits limits;

  ContentCoding(IngestLimits limits) {
    this.limits = limits;
  }

  /// The body as its media type describes it. Throws [Problem.PayloadTooLarge],
  /// [Problem.UnsupportedMediaType], or [Problem.MalformedBody] where it is not what its encoding
  /// says.
  byte[] decoded(ApiRequest request) {
    byte[] body = request.body();
    if (body.length > limits.bodyBytes()) {
      throw tooLarge("the body", limits.bodyBytes());
    }
    String coding =
        request.header("content-encoding").orElse("identity").trim().toLowerCase(Locale.ROOT);
    if (coding.isEmpty() || coding.equals("identity")) {
      return body;
    }
    Compression compression = CODINGS.get(coding);
    if (compression == null) {
      throw new Problem.UnsupportedMediaType("content-encoding", coding, ACCEPTED).exception();
    }
    int most = limits.decompressedBytes();
    try {
      return compression.undo(body, 0, body.length, most);
    } catch (ExpansionException e) {
      throw tooLarge("the decompressed body", most);
    } catch (DamagedDataException e) {
      throw new Problem.MalformedBody(
              "the body is no " + coding + ": its bytes " + e.detail(), Optional.empty())
          .exception();
    }
  }

  private static RuntimeException tooLarge(String what, int limit) {
    return new Problem.PayloadTooLarge(what + " has more than " + limit + " bytes").exception();
  }
}
