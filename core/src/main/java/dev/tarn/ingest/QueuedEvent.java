package dev.tarn.ingest;

import java.time.Instant;

/// A message of a queue with records for a dataset.
///
/// @param id of the message, the same at each delivery
/// @param sent when it was sent, the same at each delivery
/// @param body a record or an array of records, in JSON
public record QueuedEvent(String id, Instant sent, String body) {
  DeliveryKey key() {
    return DeliveryKey.of(id);
  }
}
