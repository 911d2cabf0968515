package dev.tarn.export.job;

import dev.tarn.export.ExportName;
import dev.tarn.export.ExportRequest;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import java.util.Optional;

/// The ids of exports' jobs: one for each name and window.
final class JobIds {
  private JobIds() {}

  static JobId of(ExportRequest request) {
    return new JobId(
        request.dataset(), JobKind.EXPORT, request.name() + "." + request.window().label());
  }

  /// The name that the job's export is published under.
  static Optional<ExportName> exportName(JobId id) {
    int dot = id.name().indexOf('.');
    return dot < 0 ? Optional.empty() : ExportName.parse(id.name().substring(0, dot));
  }
}
