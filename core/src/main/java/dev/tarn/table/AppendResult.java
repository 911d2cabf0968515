package dev.tarn.table;

/// How an append ended.
public sealed interface AppendResult {
  /// The batch is in the table, by this call.
  ///
  /// @param lostRaces how many times another commit was first
  record Appended(CommittedBatch batch, int lostRaces) implements AppendResult {}

  /// A batch of the same id was committed before, by whomever; this call changed nothing.
  record AlreadyCommitted(CommittedBatch batch) implements AppendResult {}

  /// The dataset's definition is no longer the one the files were written for; nothing was
  /// committed. Encode again from a fresh snapshot.
  record DefinitionChanged() implements AppendResult {}

  /// The condition of the append did not allow it; nothing was committed.
  record NotAllowed() implements AppendResult {}
}
