package dev.tarn.store;

/// How a conditional put ended.
public sealed interface PutResult {
  /// The object now has the content that was put.
  record Stored(ObjectSummary summary) implements PutResult {}

  /// The condition did not hold (HTTP 412): nothing was changed.
  record ConditionFailed() implements PutResult {}
}
