package dev.tarn.ingest;

import dev.tarn.compression.Compression;
import dev.tarn.label.Labelled;
import java.util.Optional;

/// What an uploaded file is compressed with, by the word that HTTP has for it.
public enum UploadCoding implements Labelled {
  /// Nothing.
  IDENTITY(Optional.empty()),
  GZIP(Optional.of(Compression.GZIP)),
  ZSTD(Optional.of(Compression.ZSTD)),
  DEFLATE(Optional.of(Compression.ZLIB));

  private final Optional<Compression> compression;

  UploadCoding(Optional<Compression> compression) {
    this.compression = compression;
  }

  /// What undoes it; empty for [#IDENTITY].
  Optional<Compression> compression() {
    return compression;
  }

  /// The coding of that label, if there is one.
  public static Optional<UploadCoding> parse(String label) {
    return Labelled.parse(values(), label);
  }
}
