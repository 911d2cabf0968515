package dev.tarn.export.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportName;
import dev.tarn.export.Schedule;
import dev.tarn.export.Schedules;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One JSON object a schedule, at `schedules/<dataset>/<name>.json`.
///
/// After a [dev.tarn.store.StoreException] from a change it may have been kept or not: [#find]
/// tells.
public final class StoredSchedules implements Schedules {
  private static final String ROOT = "schedules/";

  private final ObjectStore store;

  /// Keeps schedules in `store`.
  public StoredSchedules(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean create(Schedule schedule, Schedule.Progress progress) {
    return store.putIfAbsent(key(schedule), ScheduleJson.write(schedule, progress))
        instanceof PutResult.Stored;
  }

  /// Throws [IllegalArgumentException] if `schedule` is another one than `before`.
  @Override
  public Optional<Kept> replace(Kept before, Schedule schedule, Schedule.Progress progress) {
    ObjectKey key = key(before.schedule());
    if (!key.equals(key(schedule))) {
      throw new IllegalArgumentException("one schedule cannot replace another");
    }
    return switch (store.putIfMatch(key, ScheduleJson.write(schedule, progress), before.tag())) {
      case PutResult.Stored(ObjectSummary summary) ->
          Optional.of(new Kept(schedule, progress, summary.etag()));
      case PutResult.ConditionFailed _ -> Optional.empty();
    };
  }

  @Override
  public Optional<Kept> find(DatasetName dataset, ExportName name) {
    return find(key(dataset, name));
  }

  @Override
  public List<Kept> list(DatasetName dataset) {
    return below(ROOT + dataset + "/");
  }

  @Override
  public List<Kept> list() {
    return below(ROOT);
  }

  @Override
  public void delete(DatasetName dataset, ExportName name) {
    store.delete(List.of(key(dataset, name)));
  }

  private List<Kept> below(String prefix) {
    List<ObjectKey> keys = new ArrayList<>();
    for (List<ObjectSummary> page : new ObjectPages(store, prefix)) {
      page.forEach(object -> keys.add(object.key()));
    }
    return ConcurrentReads.map(keys, this::find).stream()
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing((Kept each) -> each.schedule().dataset().value())
                .thenComparing(each -> each.schedule().name().value()))
        .toList();
  }

  private Optional<Kept> find(ObjectKey key) {
    try {
      StoredObject object = store.get(key);
      ObjectNode node = JsonDocument.object(object.bytes());
      return Optional.of(
          new Kept(
              ScheduleJson.schedule(node), ScheduleJson.progress(node), object.summary().etag()));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private static ObjectKey key(Schedule schedule) {
    return key(schedule.dataset(), schedule.name());
  }

  private static ObjectKey key(DatasetName dataset, ExportName name) {
    return new ObjectKey(ROOT + dataset + "/" + name + ".json");
  }
}
