package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.job.JobQueue;
import dev.tarn.local.gateway.LinkedObjects;
import dev.tarn.store.ObjectStore;
import java.util.Map;
import java.util.Optional;

/// A lake with the functions over it.
///
/// @param functions a handler for each function
/// @param jobs the right to do its jobs
/// @param queue what brings the export function its jobs
/// @param store the lake
/// @param published what exports are published in
/// @param linked serves links to the lake's objects, where nothing else does
/// @param end ends what the functions run in
public record OpenLake(
    Map<Operation.Function, RequestStreamHandler> functions,
    JobClaim jobs,
    JobQueue queue,
    ObjectStore store,
    ObjectStore published,
    Optional<LinkedObjects> linked,
    Runnable end) {
  public OpenLake {
    functions = Map.copyOf(functions);
  }

  /// Functions that run in this process, and end with it.
  public OpenLake(
      Map<Operation.Function, RequestStreamHandler> functions,
      JobClaim jobs,
      JobQueue queue,
      ObjectStore store,
      ObjectStore published,
      Optional<LinkedObjects> linked) {
    this(functions, jobs, queue, store, published, linked, () -> {});
  }
}
