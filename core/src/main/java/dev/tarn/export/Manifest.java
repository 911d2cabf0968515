package dev.tarn.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one export published. It is written once and never changes.
///
/// @param version the dataset's version that was read
/// @param schema the rows' Avro schema, as JSON
/// @param previous the path of the manifest that was the newest before
/// @param created when the export was asked for
public record Manifest(
    ExportRequest request,
    long version,
    String schema,
    List<Part> parts,
    Optional<String> previous,
    Instant created) {
  /// Copies the parts.
  public Manifest {
    parts = List.copyOf(parts);
  }

  /// One file.
  ///
  /// @param path from the root of what is published
  /// @param sha256 of its bytes, in lower-case hexadecimal
  public record Part(String path, long rows, long bytes, String sha256) {}

  /// In all parts.
  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  /// In all parts.
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }
}
