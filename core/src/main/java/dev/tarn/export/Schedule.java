package dev.tarn.export;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// Exports a dataset again and again, each window once and in order.
///
/// @param timezone where its windows begin
/// @param delay how long after a window's end it is exported, so that late records are in it
/// @param start a time in the first window
/// @param creator who put it, as in [ExportRequest]
/// @param sql as in [ExportRequest]; only without [ExportMode#CHANGES]
public record Schedule(
    DatasetName dataset,
    ExportName name,
    ExportInterval every,
    ZoneId timezone,
    ExportMode mode,
    ExportFormat format,
    ExportCompression compression,
    Optional<String> sql,
    Duration delay,
    Instant start,
    Principal creator) {
  /// How far a schedule has come.
  ///
  /// @param next the start of the window to export next
  /// @param exportedVersion the dataset's version that the last export read; empty before the first
  public record Progress(Instant next, OptionalLong exportedVersion) {}

  /// Before the first export.
  public Progress begin() {
    return new Progress(window(start).from().orElseThrow(), OptionalLong.empty());
  }

  /// The window that `time` is in.
  public ExportWindow window(Instant time) {
    return every.window(time, timezone);
  }

  /// When the window that is next can be exported.
  public Instant due(Progress progress) {
    return window(progress.next()).to().orElseThrow().plus(delay);
  }

  /// The export of the window that is next.
  public ExportRequest request(Progress progress) {
    ExportWindow window = window(progress.next());
    return new ExportRequest(
        dataset,
        name,
        window,
        mode,
        mode == ExportMode.CHANGES ? progress.exportedVersion() : OptionalLong.empty(),
        format,
        compression,
        sql,
        window.to().orElseThrow(),
        creator);
  }

  /// What is next where windows have been missed by `now`: the first of them, or, where each would
  /// hold what the last one holds, that.
  public Progress skipTo(Progress progress, Instant now) {
    if (mode == ExportMode.WINDOW) {
      return progress;
    }
    Instant end = window(now.minus(delay)).from().orElseThrow();
    Instant last = window(end.minusMillis(1)).from().orElseThrow();
    return last.isAfter(progress.next())
        ? new Progress(last, progress.exportedVersion())
        : progress;
  }

  /// What is next after the window that was next is exported, as of `version`.
  public Progress after(Progress progress, long version) {
    return new Progress(window(progress.next()).to().orElseThrow(), OptionalLong.of(version));
  }

  /// The same schedule with another start.
  public Schedule startingAt(Instant other) {
    return new Schedule(
        dataset, name, every, timezone, mode, format, compression, sql, delay, other, creator);
  }

  /// The same schedule of another creator.
  public Schedule by(Principal other) {
    return new Schedule(
        dataset, name, every, timezone, mode, format, compression, sql, delay, start, other);
  }

  /// Whether `other` has the same windows and the same rows in them, so that one can take the
  /// other's place.
  public boolean continues(Schedule other) {
    return dataset.equals(other.dataset)
        && name.equals(other.name)
        && every == other.every
        && timezone.equals(other.timezone)
        && mode == other.mode;
  }
}
