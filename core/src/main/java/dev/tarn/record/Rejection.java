package dev.tarn.record;

import dev.tarn.problem.RejectedRecord;

/// A rejected record, and where it stands in its body.
///
/// @param from its first byte
/// @param to the byte after its last
public record Rejection(RejectedRecord reason, int from, int to) {}
