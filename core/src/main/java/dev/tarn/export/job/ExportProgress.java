package dev.tarn.export.job;

import dev.tarn.export.Manifest;
import dev.tarn.store.ObjectKey;
import java.util.List;

/// How far the job of an export has come.
sealed interface ExportProgress {
  /// Nothing is decided yet.
  record Begun() implements ExportProgress {}

  /// The rows of `version` are being written.
  ///
  /// @param slices how many slices of the files are done
  /// @param parts what they were written to
  record Writing(long version, int slices, List<StagedPart> parts) implements ExportProgress {
    public Writing {
      parts = List.copyOf(parts);
    }
  }

  /// The rows are being written elsewhere, of `version` or a later one.
  ///
  /// @param tries how many times that was begun, this one included
  /// @param execution what this one is called there; empty before it was begun
  record Unloading(long version, int tries, String execution) implements ExportProgress {}

  /// All parts are written; they and the manifest are being given their places, and from now on
  /// nothing but these.
  ///
  /// @param staged where the manifest's parts are, in its order
  record Publishing(Manifest manifest, List<ObjectKey> staged) implements ExportProgress {
    public Publishing {
      staged = List.copyOf(staged);
    }
  }

  /// A part that nobody sees yet.
  record StagedPart(ObjectKey key, long rows, long bytes, String sha256) {}
}
