package dev.tarn.export.job;

import dev.tarn.query.QueryLimits;
import java.time.Duration;

/// What one run of an export may use.
///
/// @param query what its SQL may use; its time is bounded by the run's deadline too
/// @param partBytes about how large a part is
/// @param reserve how long before the deadline a run begins nothing new
public record ExportLimits(QueryLimits query, long partBytes, Duration reserve) {}
