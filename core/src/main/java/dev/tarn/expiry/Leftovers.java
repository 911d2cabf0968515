package dev.tarn.expiry;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// Deletes what is kept beside a dataset's table for a while only.
public final class Leftovers {
  private final List<Rule> rules;
  private final InstantSource clock;

  /// For how long a kind of objects is kept.
  ///
  /// @param prefix of the keys of a dataset's objects of that kind, which is all that they are
  /// @param age after which an object is deleted
  public record Rule(ObjectStore store, Function<DatasetName, String> prefix, Duration age) {}

  /// Deletes by `rules`.
  public Leftovers(List<Rule> rules, InstantSource clock) {
    this.rules = List.copyOf(rules);
    this.clock = clock;
  }

  /// Deletes what of the dataset's is old enough, and gives how many objects that were.
  public int delete(DatasetName dataset) {
    return rules.stream().mapToInt(rule -> delete(rule, rule.prefix().apply(dataset))).sum();
  }

  private int delete(Rule rule, String prefix) {
    Instant before = clock.instant().minus(rule.age());
    int deleted = 0;
    for (List<ObjectSummary> page : new ObjectPages(rule.store(), prefix)) {
      List<ObjectSummary> old =
          page.stream().filter(object -> object.lastModified().isBefore(before)).toList();
      if (!old.isEmpty()) {
        rule.store().delete(old.stream().map(ObjectSummary::key).toList());
        deleted += old.size();
      }
    }
    return deleted;
  }
}
