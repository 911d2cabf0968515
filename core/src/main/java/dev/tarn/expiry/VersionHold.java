package dev.tarn.expiry;

import dev.tarn.dataset.DatasetName;
import java.util.OptionalLong;

/// Says what somebody is still to read of a dataset, whatever the retention.
@FunctionalInterface
public interface VersionHold {
  /// Holds nothing.
  VersionHold NONE = dataset -> OptionalLong.empty();

  /// A version such that what was appended after it is kept; empty if nothing is held.
  OptionalLong heldAfter(DatasetName dataset);
}
