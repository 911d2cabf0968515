package dev.tarn.table;

/// How a change of definition ended.
public sealed interface EvolveResult {
  /// The table has the new definition, in the state given.
  record Evolved(TableSnapshot snapshot) implements EvolveResult {}

  /// The definition changed since the snapshot; nothing was committed. Check again and retry.
  record DefinitionChanged() implements EvolveResult {}
}
