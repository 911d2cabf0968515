package dev.tarn.ingest;

import java.time.Instant;

/// A message of a queue with records for a dataset, from somebody who may write to that.
///
/// @param id of the message, the same at each delivery
/// @param sent when it was sent, the same at each delivery
/// @param body a record or an array of records, in JSON
/// @param writesAllRows whether its records may be of any row, in a dataset with row access
public record QueuedEvent(String id, Instant sent, String body, boolean writesAllRows) {
  DeliveryKey key() {
    return DeliveryKey.of(id);
  }
}
