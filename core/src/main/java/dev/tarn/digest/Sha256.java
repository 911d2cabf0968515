package dev.tarn.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4), in lower-case hexadecimal where it is text.
public final class Sha256 {
  private Sha256() {}

  /// A digest to which nothing was added yet.
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The digest of `content`, 64 digits.
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(begin().digest(content));
  }

  /// The first `bytes` bytes of the digest of `text` in UTF-8, two digits each.
  public static String prefixOf(String text, int bytes) {
    byte[] digest = begin().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, bytes);
  }
}
