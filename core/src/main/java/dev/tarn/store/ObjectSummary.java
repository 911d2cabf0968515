package dev.tarn.store;

import java.time.Instant;

/// What a store knows of an object without reading it.
///
/// @param size in bytes
/// @param lastModified when its present content was put, by the store's clock
public record ObjectSummary(ObjectKey key, long size, ETag etag, Instant lastModified) {}
