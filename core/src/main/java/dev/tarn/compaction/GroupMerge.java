package dev.tarn.compaction;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.ScratchSpace;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.ReplaceResult;
import dev.tarn.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts one group's rows in fewer files: fetches, merges, puts, replaces. Until the last step the
/// table is as it was, and that step is one commit. If it is cut off before, what was put is in no
/// version, and expiry deletes it.
final class GroupMerge {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMerge.class);

  private final ObjectStore store;
  private final DataFileFetcher fetcher;
  private final FileMerger merger;
  private final ScratchSpace scratch;
  private final CompactionPolicy policy;

  GroupMerge(
      ObjectStore store,
      DataFileFetcher fetcher,
      FileMerger merger,
      ScratchSpace scratch,
      CompactionPolicy policy) {
    this.store = store;
    this.fetcher = fetcher;
    this.merger = merger;
    this.scratch = scratch;
    this.policy = policy;
  }

  /// How a merge ended.
  sealed interface Outcome {
    /// `files` are in the place of the group's.
    record Merged(List<DataFile> files) implements Outcome {}

    /// Somebody else took one of the group's files out of the table first.
    record Conflict() implements Outcome {}

    /// The merger made no fewer files than there were, and the table is as it was.
    record NoFewer() implements Outcome {}
  }

  /// Merges `group` of `table`.
  ///
  /// @param definition with the schema that the group's files were written with
  Outcome merge(Table table, DatasetDefinition definition, MergeGroup group, MergeLimits limits) {
    try (ScratchSpace.Directory directory = scratch.directory()) {
      List<MergedFile> merged =
          merged(definition, fetch(definition, group, directory.path()), limits, directory.path());
      check(group, merged);
      return merged.size() < group.files().size()
          ? replace(table, group, put(table, group, merged))
          : new Outcome.NoFewer();
    }
  }

  private List<Path> fetch(DatasetDefinition definition, MergeGroup group, Path directory) {
    Set<String> columns =
        definition.schema().getFields().stream()
            .map(Schema.Field::name)
            .collect(Collectors.toSet());
    return fetcher.fetch(group.files(), columns, Predicate.ALWAYS, directory).files().stream()
        .map(FetchedTable.LocalFile::path)
        .toList();
  }

  /// What small files hold takes less room in large ones. Where it is so much less that the new
  /// files are small again, they are merged once more, rather than by the next compaction.
  private List<MergedFile> merged(
      DatasetDefinition definition, List<Path> files, MergeLimits limits, Path directory) {
    List<MergedFile> merged = merger.merge(definition, files, limits, directory);
    long bytes = merged.stream().mapToLong(MergedFile::bytes).sum();
    boolean again =
        merged.size() > policy.filesFor(bytes)
            && merged.stream().anyMatch(file -> policy.isSmall(file.bytes()));
    return again
        ? merger.merge(
            definition, merged.stream().map(MergedFile::path).toList(), limits, directory)
        : merged;
  }

  private static void check(MergeGroup group, List<MergedFile> merged) {
    long rows = merged.stream().mapToLong(file -> file.statistics().rows()).sum();
    if (rows != group.rows()) {
      throw new IllegalStateException(
          "%d files of %s with %d rows were merged into %d rows; they stay as they are"
              .formatted(group.files().size(), group.eventDate(), group.rows(), rows));
    }
  }

  private List<DataFile> put(Table table, MergeGroup group, List<MergedFile> merged) {
    List<DataFile> put = new ArrayList<>();
    for (MergedFile file : merged) {
      ObjectKey key = table.newMergedFileKey(group.eventDate());
      byte[] content;
      try {
        content = Files.readAllBytes(file.path());
      } catch (IOException e) {
        throw new UncheckedIOException("a merged file cannot be read", e);
      }
      var _ = store.put(key, content);
      put.add(
          new DataFile(
              key, content.length, group.eventDate(), group.schemaVersion(), file.statistics()));
    }
    return put;
  }

  /// A commit that ended with an exception may have been made, so what was put stays then.
  private Outcome replace(Table table, MergeGroup group, List<DataFile> put) {
    return switch (table.replace(group.files(), put)) {
      case ReplaceResult.Replaced _ -> new Outcome.Merged(put);
      case ReplaceResult.FilesChanged _ -> {
        discard(put);
        yield new Outcome.Conflict();
      }
    };
  }

  private void discard(List<DataFile> files) {
    try {
      store.delete(files.stream().map(DataFile::key).toList());
    } catch (StoreException e) {
      LOG.warn("{} files that no version names are left to expiry", files.size(), e);
    }
  }
}
