package dev.tarn.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An opaque name for one content of one object, as the store gave it.
public record ETag(String value) {
  /// The name that the stores without a server give `content`: its SHA-256 in hexadecimal.
  public static ETag ofContent(byte[] content) {
    try {
      return new ETag(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
