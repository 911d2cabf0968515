package dev.tarn.store;

import dev.tarn.digest.Sha256;

/// An opaque name for one content of one object, as the store gave it.
public record ETag(String value) {
  /// The name that the stores without a server give `content`: its SHA-256 in hexadecimal.
  public static ETag ofContent(byte[] content) {
    return new ETag(Sha256.of(content));
  }
}
