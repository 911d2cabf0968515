package dev.tarn.compaction;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.ScratchSpace;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Merges the small files of one dataset into few sorted ones, group by group, each in a commit of
/// its own. Readers see every row exactly once all the while: those of a version before a commit
/// read the former files, which stay for the table's retention. Each step is safe to be cut off
/// anywhere and done again, and to be done by several at once: of two that merge the same files,
/// one commits, and the other deletes what it made.
public final class Compaction {
  private final Tables tables;
  private final GroupMerge merge;
  private final CompactionPolicy policy;
  private final CompactionLimits limits;
  private final InstantSource clock;
  private final Metrics metrics;

  /// Compacts what `tables` keep in `store`.
  ///
  /// @param fetcher gets the files of a group from the store, whole
  /// @param scratch where they are, and what is made of them, as long as one merge takes
  public Compaction(
      Tables tables,
      ObjectStore store,
      DataFileFetcher fetcher,
      FileMerger merger,
      ScratchSpace scratch,
      CompactionPolicy policy,
      CompactionLimits limits,
      InstantSource clock,
      Metrics metrics) {
    this.tables = tables;
    this.merge = new GroupMerge(store, fetcher, merger, scratch, policy);
    this.policy = policy;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Merges what is worth it, and ends before `deadline`: it starts no merge that may well last
  /// longer, going by how long the ones before it took. If the result does not say that there is
  /// more, another compaction right after finds nothing to do.
  ///
  /// Throws [Problem.UnknownDataset] if there is no such dataset, and [IllegalStateException] where
  /// a merge gives other rows than it got, or the first one takes longer than there is time. What
  /// was committed before that stays. Files that cannot be merged for another limit are left alone.
  public CompactionResult compact(DatasetName dataset, Instant deadline) {
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    Instant start = clock.instant();
    CompactionRun run = new CompactionRun(table, policy, limits, merge, clock, deadline);
    try {
      run.run();
    } finally {
      measure(dataset, run.done(), Duration.between(start, clock.instant()));
    }
    measureFiles(dataset, table);
    return run.done();
  }

  private void measure(DatasetName dataset, CompactionResult result, Duration time) {
    metrics.record(
        dataset.value(),
        List.of(
            Metric.MERGES.of(result.merges()),
            Metric.MERGED_FILES_BEFORE.of(result.filesBefore()),
            Metric.MERGED_FILES_AFTER.of(result.filesAfter()),
            Metric.MERGED_BYTES_BEFORE.of(result.bytesBefore()),
            Metric.MERGED_BYTES_AFTER.of(result.bytesAfter()),
            Metric.MERGED_ROWS.of(result.rows()),
            Metric.MERGE_CONFLICTS.of(result.conflicts()),
            Metric.MERGES_LEFT_ALONE.of(result.leftAlone()),
            Metric.COMPACTION_TIME.of(time.toMillis())));
  }

  /// `FilesPerPartition` is the number of the partition that has most.
  private void measureFiles(DatasetName dataset, Table table) {
    List<DataFile> files = table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
    long most =
        files.stream()
            .collect(Collectors.groupingBy(DataFile::eventDate, Collectors.counting()))
            .entrySet()
            .stream()
            .map(Map.Entry::getValue)
            .max(Long::compare)
            .orElse(0L);
    metrics.record(
        dataset.value(),
        List.of(Metric.FILES_PER_PARTITION.of(most), Metric.FILES.of(files.size())));
  }
}
