package dev.tarn.compaction;

import dev.tarn.table.FileStatistics;
import java.nio.file.Path;

/// A local file that several were merged into.
///
/// @param bytes its size
public record MergedFile(Path path, long bytes, FileStatistics statistics) {}
