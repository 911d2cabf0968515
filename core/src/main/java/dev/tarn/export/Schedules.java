package dev.tarn.export;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ETag;
import java.util.List;
import java.util.Optional;

/// Keeps schedules, each with how far it has come. Every change is conditional on what it is made
/// to. A store that fails is a [dev.tarn.store.StoreException].
public interface Schedules {
  /// A schedule with the tag that changes to it are conditional on.
  record Kept(Schedule schedule, Schedule.Progress progress, ETag tag) {}

  /// Keeps the schedule if there is none of its dataset and name. Says whether it did.
  boolean create(Schedule schedule, Schedule.Progress progress);

  /// Keeps this in the place of `before`, or gives empty if that has changed since.
  Optional<Kept> replace(Kept before, Schedule schedule, Schedule.Progress progress);

  /// The schedule, or empty if there is none.
  Optional<Kept> find(DatasetName dataset, ExportName name);

  /// The dataset's schedules, by name.
  List<Kept> list(DatasetName dataset);

  /// The schedules of all datasets, by dataset and name.
  List<Kept> list();

  /// Forgets the schedule. What it exported stays.
  void delete(DatasetName dataset, ExportName name);
}
