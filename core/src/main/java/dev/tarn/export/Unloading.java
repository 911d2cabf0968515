package dev.tarn.export;

/// Runs an export's SELECT where one function's means do not suffice. It goes on while nobody
/// waits, and writes its parts straight into the store that exports are published in.
///
/// What runs it may fail, which is a [dev.tarn.store.StoreException].
public interface Unloading {
  /// Starts it, or finds the one that the same request started before, and gives its id, which
  /// stays valid for weeks. Throws [dev.tarn.problem.Problem.SqlRefused] where the SQL is not
  /// accepted; nothing was started then.
  String start(UnloadRequest request);

  /// How far the one of that id, which [#start] gave, is.
  UnloadState state(String id);
}
