package dev.tarn.local.backend;

import dev.tarn.job.JobId;
import dev.tarn.job.Jobs;
import dev.tarn.local.gateway.ObjectArrivals;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks which files of uploads have come to a store whose server tells nobody here of them, and
/// tells in its place: once of each, and after a start again of those whose jobs are not over. For
/// use by one thread.
final class UploadWatch {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ObjectStore store;
  private final Jobs jobs;
  private final ObjectArrivals arrivals;
  private final InstantSource clock;
  private final Map<ObjectKey, ETag> seen = new HashMap<>();
  private Instant next = Instant.MIN;

  UploadWatch(ObjectStore store, Jobs jobs, ObjectArrivals arrivals, InstantSource clock) {
    this.store = store;
    this.jobs = jobs;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /// Tells of the files that have come since it last looked, unless that was just now. Throws
  /// [IOException] or [dev.tarn.store.StoreException] where not all could be told of, which a later
  /// call does.
  void look() throws IOException {
    if (clock.instant().isBefore(next)) {
      return;
    }
    next = clock.instant().plus(PAUSE);
    Set<ObjectKey> there = new HashSet<>();
    for (List<ObjectSummary> page : new ObjectPages(store, "uploads/")) {
      for (ObjectSummary file : page) {
        there.add(file.key());
        if (!file.etag().equals(seen.get(file.key()))) {
          tellOf(file);
          seen.put(file.key(), file.etag());
        }
      }
    }
    seen.keySet().retainAll(there);
  }

  private void tellOf(ObjectSummary file) throws IOException {
    Optional<JobId> upload = ObjectCreated.upload(file.key());
    if (upload.flatMap(jobs::find).filter(kept -> !kept.job().state().isFinal()).isPresent()) {
      arrivals.arrived(new ObjectArrivals.Arrival(file, UUID.randomUUID().toString(), "127.0.0.1"));
    }
  }
}
