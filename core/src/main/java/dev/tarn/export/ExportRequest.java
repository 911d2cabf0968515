package dev.tarn.export;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// One export to make.
///
/// @param name what its files are published under
/// @param after with [ExportMode#CHANGES], the version whose rows were exported last; empty for the
///   first such export
/// @param sql one SELECT over the dataset, whose result is exported; empty for its records as they
///   are
/// @param order of two exports of one name the newer has the later one: a window's end, or when the
///   export was asked for
/// @param creator who asked for it, with what they were granted of the datasets that are read, see
///   [Principal#forAllRowsOf]
public record ExportRequest(
    DatasetName dataset,
    ExportName name,
    ExportWindow window,
    ExportMode mode,
    OptionalLong after,
    ExportFormat format,
    ExportCompression compression,
    Optional<String> sql,
    Instant order,
    Principal creator) {
  /// The bound that no exported event is before; empty unless the export is by window.
  public Optional<Instant> from() {
    return window.from().filter(bound -> mode == ExportMode.WINDOW);
  }

  /// The bound that every exported event is before; empty unless the export is by window.
  public Optional<Instant> to() {
    return window.to().filter(bound -> mode == ExportMode.WINDOW);
  }
}
