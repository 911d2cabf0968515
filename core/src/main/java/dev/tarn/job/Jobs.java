package dev.tarn.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ETag;
import java.util.List;
import java.util.Optional;

/// Keeps what is known of jobs. Every change is conditional on what it is made to, so that of any
/// number of workers one has its way. A store that fails is a [dev.tarn.store.StoreException].
public interface Jobs {
  /// A job with the tag that changes to it are conditional on.
  record Kept(Job job, ETag tag) {}

  /// Keeps `job` if there is none of its id. Says whether it did.
  boolean create(Job job);

  /// The job, or empty if there is none.
  Optional<Kept> find(JobId id);

  /// Keeps `next` in the place of `before`, or gives empty if that has changed since.
  Optional<Kept> replace(Kept before, Job next);

  /// The dataset's jobs of that kind, in the order of their names, `limit` at most, from the one
  /// after `startAfter` (empty: from the first).
  List<Job> list(DatasetName dataset, JobKind kind, String startAfter, int limit);
}
