package dev.tarn.export.part;

import dev.tarn.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/// A local file that is a whole part of an export.
///
/// @param bytes its size
/// @param sha256 of its bytes, in lower-case hexadecimal
public record PartFile(Path path, long rows, long bytes, String sha256) {
  /// The file at `path`, which holds `rows` rows.
  public static PartFile of(Path path, long rows) {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(path), Sha256.begin())) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return new PartFile(
          path, rows, bytes, HexFormat.of().formatHex(in.getMessageDigest().digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("a part of an export could not be read", e);
    }
  }
}
