package dev.tarn.export.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.expiry.VersionHold;
import dev.tarn.export.ExportMode;
import dev.tarn.export.Schedules;
import java.util.OptionalLong;

/// Holds what schedules that export changes have not exported yet.
public final class UnexportedVersions implements VersionHold {
  private final Schedules schedules;

  /// Holds for `schedules`.
  public UnexportedVersions(Schedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public OptionalLong heldAfter(DatasetName dataset) {
    return schedules.list(dataset).stream()
        .filter(kept -> kept.schedule().mode() == ExportMode.CHANGES)
        .flatMapToLong(kept -> kept.progress().exportedVersion().stream())
        .min();
  }
}
