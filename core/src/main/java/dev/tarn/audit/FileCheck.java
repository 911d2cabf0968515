package dev.tarn.audit;

import dev.tarn.store.KeyOrder;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.table.DataFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares a listing of a table's data files with those that the table needs. The listing is made
/// after the table was asked for them, so that none which the table has can be missing in it.
final class FileCheck {
  private final Map<ObjectKey, DataFile> live = new HashMap<>();
  private final Set<ObjectKey> needed;
  private final Set<ObjectKey> unseen;
  private final Instant inFlightSince;
  private final Findings findings;
  private final List<DataFile> sound = new ArrayList<>();
  private long orphans;
  private long orphanBytes;
  private long inFlight;

  /// @param live the files of the latest version
  /// @param needed the keys of the files of all versions within the retention
  /// @param inFlightSince files that were put since may be about to be committed
  FileCheck(List<DataFile> live, Set<ObjectKey> needed, Instant inFlightSince, Findings findings) {
    live.forEach(file -> this.live.put(file.key(), file));
    this.needed = needed;
    this.unseen = new HashSet<>(needed);
    this.unseen.addAll(this.live.keySet());
    this.inFlightSince = inFlightSince;
    this.findings = findings;
  }

  /// Lists what is below `prefix` in `store` and compares it, as far as there is time.
  void check(ObjectStore store, String prefix, TimeLimit limit) {
    Optional<String> after = Optional.empty();
    boolean more = true;
    while (more && !limit.isPast()) {
      ObjectPage page = store.list(prefix, after);
      page.objects().forEach(this::compare);
      more = page.more() && !page.objects().isEmpty();
      if (more) {
        after = Optional.of(page.objects().getLast().key().value());
      }
    }
    Optional<String> listedUpTo = more ? after : Optional.empty();
    if (more && after.isEmpty()) {
      return;
    }
    unseen.stream()
        .filter(key -> listedUpTo.isEmpty() || KeyOrder.compare(key.value(), listedUpTo.get()) <= 0)
        .sorted()
        .forEach(key -> findings.add(new Finding.MissingFile(key, live.containsKey(key))));
  }

  private void compare(ObjectSummary object) {
    ObjectKey key = object.key();
    unseen.remove(key);
    DataFile file = live.get(key);
    if (file != null) {
      if (file.bytes() == object.size()) {
        sound.add(file);
      } else {
        findings.add(new Finding.WrongSize(key, file.bytes(), object.size()));
      }
    } else if (!needed.contains(key)) {
      if (object.lastModified().isAfter(inFlightSince)) {
        inFlight++;
      } else {
        orphans++;
        orphanBytes += object.size();
        findings.add(new Finding.Orphan(key, object.size(), object.lastModified()));
      }
    }
  }

  /// The files of the latest version that are in the store with the right size.
  List<DataFile> sound() {
    return sound;
  }

  long orphans() {
    return orphans;
  }

  long orphanBytes() {
    return orphanBytes;
  }

  long inFlight() {
    return inFlight;
  }
}
