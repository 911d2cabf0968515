package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.store.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One dataset's records: immutable data files, and a log of commits each of which makes a version.
/// A commit is atomic and durable, and readers see it whole or not at all. Any number of processes
/// may write one table at once. Implementations are safe for use by many threads.
///
/// A store that fails is a [dev.tarn.store.StoreException]; a commit that lost too many races is a
/// [dev.tarn.problem.Problem.Busy]; a log that lacks what the asked for is made of is a
/// [dev.tarn.problem.Problem.DamagedTable].
public interface Table {
  /// The state at `time`. The latest is asked of the store at each call; what is immutable in it is
  /// kept from call to call. Throws [dev.tarn.problem.Problem.UnknownVersion] where `time` has no
  /// state that can be read.
  default TableSnapshot snapshot(SnapshotTime time) {
    return states(time).read();
  }

  /// The state at `time` as [#snapshot] gives it, and the latest, which the store is asked for
  /// anyway. Each of both counts what both take of the store.
  TableStates states(SnapshotTime time);

  /// The latest state this instance knows of, without asking the store if it knows one. Others may
  /// have committed since: good enough to encode for, since [#append] finds out.
  TableSnapshot knownSnapshot();

  /// The batch as `known` (or what this instance learnt since) has it, if it was committed; batches
  /// committed longer ago than the table's transaction retention may be forgotten.
  Optional<CommittedBatch> findBatch(TableSnapshot known, BatchId batch);

  /// The batches whose ids begin with `prefix`, by id, as `known` (or what this instance learnt
  /// since) has them; forgotten ones are not among them.
  List<BatchId> batches(TableSnapshot known, String prefix);

  /// A key for a new data file of the batch, below its partition. Each call gives another one, so
  /// that attempts at one batch never write over a file that one of them committed.
  ObjectKey newDataFileKey(BatchId batch, LocalDate eventDate);

  /// A key for a new data file with the rows of others of that date, for [#replace]. Each call
  /// gives another one.
  ObjectKey newMergedFileKey(LocalDate eventDate);

  /// Adds `files`, which are in the store already, in one commit. `encodedFor` is the snapshot
  /// whose definition they were written for. The same batch is committed at most once, however
  /// often and from wherever this is called. A batch without files is remembered like any other,
  /// but for its fingerprint.
  AppendResult append(
      TableSnapshot encodedFor, BatchId batch, String fingerprint, List<DataFile> files);

  /// The same, if `condition` allows it.
  AppendResult append(
      TableSnapshot encodedFor,
      BatchId batch,
      String fingerprint,
      List<DataFile> files,
      AppendCondition condition);

  /// Gives the table `definition`, which must be one that `base`'s may become
  /// ([dev.tarn.dataset.SchemaEvolution]).
  EvolveResult evolve(TableSnapshot base, DatasetDefinition definition);

  /// The last `limit` commits, newest first.
  List<HistoryEntry> history(int limit);

  /// The commits after `after` up to `upTo` that the log has, oldest first; those of versions that
  /// were cleaned away, or are missing, are passed over.
  List<HistoryEntry> history(long after, long upTo);

  /// The start of all data file keys, none of which is a log key.
  String dataFilePrefix();

  /// Puts `added`, which are in the store already and hold the same rows, in the place of
  /// `removed`, in one commit that changes no data. It is made after whatever others committed
  /// meanwhile, as long as all of `removed` are in the table still. No file of `removed` is in
  /// `added`, and both have one at least.
  ///
  /// A commit whose answer was lost is found again by its new files.
  ReplaceResult replace(List<DataFile> removed, List<DataFile> added);

  /// Puts `added`, which may be none and are in the store already, in the place of `removed`, as
  /// [#replace] does, but with other rows. Without `added`, a commit whose answer was lost is told
  /// as [ReplaceResult.FilesChanged].
  ReplaceResult rewrite(List<DataFile> removed, List<DataFile> added);

  /// Takes those of `files` that are in the table still out of it, in one commit. Their rows are
  /// gone from later versions. Gives how many were taken out, which without any is no commit.
  int remove(List<DataFile> files);

  /// The keys of all files that versions current at `since` or later need. What is not among them
  /// and is older than `since` is needed by no reader.
  Set<ObjectKey> filesNeededSince(Instant since);

  /// The files that batches added in the versions after `after` up to `upTo`, as they were added,
  /// whether or not they are in the table still. Throws [dev.tarn.problem.Problem.UnknownVersion]
  /// if the log does not reach back to them.
  List<DataFile> appended(long after, long upTo);

  /// Writes a checkpoint of the latest version if there is none and more than one commit since the
  /// last. Deletes what of the log no version current at `since` or later needs: what is older than
  /// the last checkpoint that is. Gives how many log objects were deleted.
  int cleanLog(Instant since);

  /// The versions that the log should have and has not, between the oldest that can be read and the
  /// latest.
  List<Long> missingVersions();
}
