package dev.tarn.job.stored;

import dev.tarn.dataset.DatasetName;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.job.Jobs;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One JSON object a job, at `jobs/<dataset>/<kind>/<name>.json`.
///
/// After a [dev.tarn.store.StoreException] from [#create] or [#replace] the change may have been
/// kept or not: [#find] tells. A [#create] of the very same job (to its time of creation) that was
/// kept before says again that it was.
public final class StoredJobs implements Jobs {
  private static final String SUFFIX = ".json";

  private final ObjectStore store;

  /// Keeps jobs in `store`.
  public StoredJobs(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean create(Job job) {
    return switch (store.putIfAbsent(key(job.id()), JobJson.write(job))) {
      case PutResult.Stored _ -> true;
      case PutResult.ConditionFailed _ -> false;
    };
  }

  @Override
  public Optional<Kept> find(JobId id) {
    return find(key(id));
  }

  /// Throws [IllegalArgumentException] if `next` has another id than `before`.
  @Override
  public Optional<Kept> replace(Kept before, Job next) {
    JobId id = before.job().id();
    if (!next.id().equals(id)) {
      throw new IllegalArgumentException(next.id() + " cannot replace " + id);
    }
    return switch (store.putIfMatch(key(id), JobJson.write(next), before.tag())) {
      case PutResult.Stored(ObjectSummary summary) -> Optional.of(new Kept(next, summary.etag()));
      case PutResult.ConditionFailed _ -> Optional.empty();
    };
  }

  /// As the port says. It lists the keys of all jobs after `startAfter`, a request for each 1,000,
  /// and reads `limit` objects.
  @Override
  public List<Job> list(DatasetName dataset, JobKind kind, String startAfter, int limit) {
    String directory = prefix(dataset, kind);
    List<String> first = names(directory, startAfter).stream().limit(limit).toList();
    return ConcurrentReads.map(first, name -> find(new ObjectKey(directory + name + SUFFIX)))
        .stream()
        .flatMap(Optional::stream)
        .map(Kept::job)
        .toList();
  }

  /// The order of keys is not quite that of names: of `a` and `a-b` the first has the greater key,
  /// `-` being less than the `.` after it. So all names are needed to know the first of them.
  private List<String> names(String directory, String startAfter) {
    List<String> names = new ArrayList<>();
    // Whatever name comes after another has a key after that name without its suffix.
    Optional<String> after = Optional.of(directory + startAfter);
    for (List<ObjectSummary> page : new ObjectPages(store, directory, after)) {
      for (ObjectSummary object : page) {
        String key = object.key().value();
        String name = key.substring(directory.length(), key.length() - SUFFIX.length());
        if (name.compareTo(startAfter) > 0) {
          names.add(name);
        }
      }
    }
    names.sort(String::compareTo);
    return names;
  }

  private Optional<Kept> find(ObjectKey key) {
    try {
      StoredObject object = store.get(key);
      return Optional.of(new Kept(JobJson.read(object.bytes()), object.summary().etag()));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  /// What the keys of the dataset's jobs of that kind start with.
  public static String prefix(DatasetName dataset, JobKind kind) {
    return "jobs/" + dataset + "/" + kind.label() + "/";
  }

  private static ObjectKey key(JobId id) {
    return new ObjectKey(prefix(id.dataset(), id.kind()) + id.name() + SUFFIX);
  }
}
