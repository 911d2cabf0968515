package dev.tarn.table;

import java.util.List;

/// Says whether a batch may be committed after those that were. A table asks for each state that it
/// tries to commit after, so that what it allowed holds for the commit: a batch that another writer
/// commits meanwhile is asked about before the next try.
public interface AppendCondition {
  /// What the ids of the batches begin with that matter.
  String prefix();

  /// Whether the batch may follow `committed`, which are all batches with the prefix that the table
  /// remembers.
  boolean allows(List<BatchId> committed);
}
