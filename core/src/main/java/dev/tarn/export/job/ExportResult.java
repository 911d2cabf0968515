package dev.tarn.export.job;

import dev.tarn.export.Manifest;
import dev.tarn.export.PublishedPaths;

/// What an export that succeeded gives.
///
/// @param version the dataset's version that was read
/// @param manifest the path of the manifest, from the root of what is published
public record ExportResult(long version, String manifest, int parts, long rows, long bytes) {
  static ExportResult of(Manifest manifest) {
    return new ExportResult(
        manifest.version(),
        new PublishedPaths(manifest.request()).manifest().value(),
        manifest.parts().size(),
        manifest.rows(),
        manifest.bytes());
  }
}
