package dev.tarn.function.export;

import dev.tarn.compaction.CompactionLimits;
import dev.tarn.expiry.Retention;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.job.JobLimits;
import java.nio.file.Path;
import java.time.Duration;

/// What the function has to work with.
///
/// @param scratch the directory for what it fetches and writes aside
/// @param memoryMegabytes of the function, by which queries are priced
/// @param publishedUrl what the paths of published files follow, ending with `/`
/// @param reserve how long before it is stopped a run of a job is to have ended
public record ExportResources(
    ExportLimits exports,
    CompactionLimits compaction,
    Retention retention,
    JobLimits jobs,
    Path scratch,
    long memoryMegabytes,
    String publishedUrl,
    Duration reserve) {}
