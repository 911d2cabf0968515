package dev.tarn.query;

/// Brings what a scan needs of its files to local disk, and no more of them than pays.
/// Implementations are safe for use by many threads.
///
/// A file that is not in the store as the table's log says is a
/// [dev.tarn.problem.Problem.DamagedFile]; a store that fails is a [dev.tarn.store.StoreException];
/// time that runs out is a [dev.tarn.problem.Problem.QueryTimeout].
public interface ScanFetcher {
  /// Decides what to read of each file of `scan`. Ends of files may be read for that, and what they
  /// name.
  FetchPlan plan(FileScan scan, TimeLimit time);

  /// The most that [#plan] and its [FetchPlan#fetch] would read of `scan`, by what is known without
  /// any request.
  FetchFigures foresee(FileScan scan);
}
