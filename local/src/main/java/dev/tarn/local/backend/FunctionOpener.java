package dev.tarn.local.backend;

/// Opens the functions over a lake.
@FunctionalInterface
public interface FunctionOpener {
  /// The functions, and what they work with. Throws [dev.tarn.local.terminal.UserFailure] where the
  /// lake cannot be used.
  OpenLake open(LakeLocation lake);
}
