package dev.tarn.record;

import dev.tarn.problem.RejectedRecord;

/// A rejected record: why, and how it came.
public record Rejection(RejectedRecord reason, RawRecord raw) {}
