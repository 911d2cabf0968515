package dev.tarn.local.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// The queue that events are put onto without a function.
@FunctionalInterface
public interface EventQueue {
  /// What the queue says of a message that it took.
  record Taken(UUID id, Instant sent) {}

  /// Puts a message onto the queue, with its attributes, which are texts; it is durable once this
  /// returns. Throws [IOException] if the queue cannot be used.
  Taken send(Map<String, String> attributes, String body) throws IOException;
}
