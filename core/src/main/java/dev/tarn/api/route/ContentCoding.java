package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Undoes a body's content encoding (RFC 9110, section 8.4) within bounds: what would grow past
/// them is given up as soon as it does.
final class ContentCoding {
  private static final List<String> ACCEPTED = List.of("identity", "gzip");

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
    return switch (coding) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> gunzip(body);
      default ->
          throw new Problem.UnsupportedMediaType("content-encoding", coding, ACCEPTED).exception();
    };
  }

  private byte[] gunzip(byte[] body) {
    int limit = limits.decompressedBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limit, body.length * 4 + 64));
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), buffer.length)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (out.size() + read > limit) {
          throw tooLarge("the decompressed body", limit);
        }
        out.write(buffer, 0, read);
      }
    } catch (EOFException e) {
      throw malformed("the gzip body ends too early");
    } catch (ZipException e) {
      throw malformed("the body is not gzip: " + e.getMessage());
    } catch (IOException e) {
      throw malformed("the gzip body cannot be read");
    }
    return out.toByteArray();
  }

  private static RuntimeException tooLarge(String what, int limit) {
    return new Problem.PayloadTooLarge(what + " has more than " + limit + " bytes").exception();
  }

  private static RuntimeException malformed(String detail) {
    return new Problem.MalformedBody(detail, Optional.empty()).exception();
  }
}
