package dev.tarn.export.job;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import dev.tarn.export.Schedules;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Keeps the schedules of datasets' exports.
public final class ExportSchedules {
  /// How many windows a schedule may have to catch up with when it is put.
  public static final int MOST_WINDOWS_BEHIND = 10_000;

  private static final int ATTEMPTS = 10;

  private final Schedules schedules;
  private final ScheduledExports scheduled;
  private final ExportSql sql;
  private final InstantSource clock;

  /// What a put came to.
  public record Put(Schedules.Kept schedule, boolean created) {}

  /// Keeps schedules in `schedules`, and starts what of them is due at once.
  public ExportSchedules(
      Schedules schedules, ScheduledExports scheduled, ExportSql sql, InstantSource clock) {
    this.schedules = schedules;
    this.scheduled = scheduled;
    this.sql = sql;
    this.clock = clock;
  }

  /// Makes `asked` a schedule, or changes the one of its name, which stays at the window it has
  /// come to; a window that failed is tried again at once. Throws [Problem.UnknownDataset],
  /// [Problem.SqlRefused], [Problem.MalformedRequest], and [Problem.ScheduleConflict] where it
  /// would have other windows or rows than the one there is; and [Problem.Forbidden] where its
  /// creator may not read all rows of what it reads.
  ///
  /// @param startGiven whether the proposed start was asked for, and not chosen for want of one
  public Put put(Schedule asked, boolean startGiven) {
    Schedule proposed = checked(asked);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Put> put = attempt(proposed, startGiven);
      if (put.isPresent()) {
        scheduled.startDue(proposed.dataset(), proposed.name(), Duration.ZERO);
        return put.get();
      }
    }
    throw new Problem.Busy(
            "the schedule '%s' was changed by others %d times meanwhile"
                .formatted(proposed.name(), ATTEMPTS))
        .exception();
  }

  private Schedule checked(Schedule proposed) {
    if (proposed.mode() == ExportMode.CHANGES && proposed.sql().isPresent()) {
      throw new Problem.MalformedRequest(
              "the mode changes exports records as they are, without sql",
              Optional.of(Place.pointer("/sql")))
          .exception();
    }
    Principal creator = sql.check(proposed.creator(), proposed.dataset(), proposed.sql());
    long behind =
        Duration.between(proposed.start(), clock.instant()).dividedBy(shortest(proposed.every()));
    if (proposed.mode() == ExportMode.WINDOW && behind > MOST_WINDOWS_BEHIND) {
      throw new Problem.MalformedRequest(
              "%d windows have passed since %s; a schedule begins at most %d windows ago"
                  .formatted(behind, proposed.start(), MOST_WINDOWS_BEHIND),
              Optional.of(Place.pointer("/from")))
          .exception();
    }
    return proposed.by(creator);
  }

  private static Duration shortest(ExportInterval every) {
    return switch (every) {
      case HOUR -> Duration.ofHours(1);
      case DAY -> Duration.ofHours(23);
      case WEEK -> Duration.ofDays(6);
      case MONTH -> Duration.ofDays(28);
    };
  }

  /// Empty if another changed the schedule meanwhile.
  private Optional<Put> attempt(Schedule proposed, boolean startGiven) {
    Optional<Schedules.Kept> before = schedules.find(proposed.dataset(), proposed.name());
    if (before.isEmpty()) {
      return schedules.create(proposed, proposed.begin())
          ? schedules.find(proposed.dataset(), proposed.name()).map(kept -> new Put(kept, true))
          : Optional.empty();
    }
    Schedule present = before.get().schedule();
    if (!proposed.continues(present) || (startGiven && !proposed.start().equals(present.start()))) {
      throw new Problem.ScheduleConflict(
              "a schedule keeps its every, timezone, mode and from, which are %s, %s, %s and %s; put one of another name, or delete this one"
                  .formatted(
                      present.every().label(),
                      present.timezone(),
                      present.mode().label(),
                      present.start()),
              Optional.empty())
          .exception();
    }
    return schedules
        .replace(before.get(), proposed.startingAt(present.start()), before.get().progress())
        .map(kept -> new Put(kept, false));
  }

  /// The schedule of that name. Throws [Problem.UnknownDataset], [Problem.UnknownSchedule] if there
  /// is none that `reader` may be told of, and [Problem.Forbidden] where they may not read all of
  /// the dataset.
  public Schedules.Kept find(Principal reader, DatasetName dataset, ExportName name) {
    sql.requireWhole(reader, dataset);
    return schedules
        .find(dataset, name)
        .filter(kept -> isToldTo(reader, kept))
        .orElseThrow(() -> new Problem.UnknownSchedule(dataset.value(), name.value()).exception());
  }

  /// The dataset's schedules that `reader` may be told of, by name. Throws
  /// [Problem.UnknownDataset], and [Problem.Forbidden] where they may not read all of the dataset.
  public List<Schedules.Kept> list(Principal reader, DatasetName dataset) {
    sql.requireWhole(reader, dataset);
    return schedules.list(dataset).stream().filter(kept -> isToldTo(reader, kept)).toList();
  }

  private static boolean isToldTo(Principal reader, Schedules.Kept kept) {
    return ExportSql.isToldTo(reader, kept.schedule().creator());
  }

  /// Deletes the schedule; an export that it has started goes on, and what it exported stays.
  /// Throws as [#find] does.
  public void delete(Principal reader, DatasetName dataset, ExportName name) {
    var _ = find(reader, dataset, name);
    schedules.delete(dataset, name);
  }
}
