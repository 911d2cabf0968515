package dev.tarn.local.queue;

import java.time.Instant;
import java.util.UUID;

/// A message of a queue, at one of its deliveries.
///
/// @param group what the sender says that it is for
/// @param receives how often it was received, this delivery included
public record DiskMessage(UUID id, Instant sent, String group, String body, int receives) {}
