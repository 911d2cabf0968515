package dev.tarn.local.gateway;

import dev.tarn.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.Path;

/// Where objects arrive that clients put to signed links, and who is told of them.
public interface ObjectArrivals {
  /// An object that was put.
  ///
  /// @param requestId of the request that put it
  /// @param sourceIp of its client
  record Arrival(ObjectSummary object, String requestId, String sourceIp) {}

  /// The name of a file for content that is on its way, which whoever asked deletes in the end, and
  /// who has this place next if they died. Throws [IOException] where there is no place.
  Path file() throws IOException;

  /// Tells of an object that is in the store; that is durable once this returns. Throws
  /// [IOException] if it may not be.
  void arrived(Arrival arrival) throws IOException;
}
