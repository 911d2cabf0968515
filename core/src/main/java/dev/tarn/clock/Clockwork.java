package dev.tarn.clock;

import dev.tarn.export.job.ScheduledExports;
import dev.tarn.job.JobKind;
import dev.tarn.maintenance.Maintenance;
import java.time.Instant;

/// Starts what a clock asks for. Asking again for the same time starts nothing again.
public final class Clockwork {
  private final ScheduledExports exports;
  private final Maintenance maintenance;

  /// Starts jobs through the use cases given.
  public Clockwork(ScheduledExports exports, Maintenance maintenance) {
    this.exports = exports;
    this.maintenance = maintenance;
  }

  /// Starts `task`.
  ///
  /// @param time when it was to be started
  public void start(ClockTask task, Instant time) {
    switch (task) {
      case EXPORTS -> exports.startDue();
      case COMPACT -> startAll(JobKind.COMPACT, time);
      case EXPIRE -> startAll(JobKind.EXPIRE, time);
      case AUDIT -> startAll(JobKind.AUDIT, time);
    }
  }

  private void startAll(JobKind kind, Instant time) {
    var _ = maintenance.startAll(kind, time);
  }
}
