/// Compaction: what keeps a table's files few and sorted.
///
/// [dev.tarn.compaction.CompactionPolicy] says which files are worth merging,
/// [dev.tarn.compaction.FileMerger] merges them, and [dev.tarn.compaction.Compaction] puts what it
/// made in their place.
@NullMarked
package dev.tarn.compaction;

import org.jspecify.annotations.NullMarked;
