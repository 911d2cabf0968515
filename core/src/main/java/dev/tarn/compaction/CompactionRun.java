package dev.tarn.compaction;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One compaction of one table. For use by one thread.
final class CompactionRun {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionRun.class);

  private final Table table;
  private final CompactionPolicy policy;
  private final CompactionLimits limits;
  private final GroupMerge merge;
  private final InstantSource clock;
  private final Instant deadline;
  private final MergePace pace = new MergePace();
  private final Set<ObjectKey> leftAlone = new HashSet<>();
  private long groupBytes;
  private boolean mergedSinceHalved;
  private boolean timedOut;
  private CompactionResult done = CompactionResult.NONE;

  CompactionRun(
      Table table,
      CompactionPolicy policy,
      CompactionLimits limits,
      GroupMerge merge,
      InstantSource clock,
      Instant deadline) {
    this.table = table;
    this.policy = policy;
    this.limits = limits;
    this.merge = merge;
    this.clock = clock;
    this.deadline = deadline;
    this.groupBytes = limits.groupBytes();
  }

  /// What was done so far.
  CompactionResult done() {
    return done;
  }

  /// Merges until nothing is worth it any more, or too little time is left.
  void run() {
    boolean inTime = true;
    boolean more = true;
    while (inTime && more) {
      TableSnapshot snapshot = table.snapshot(new SnapshotTime.Latest());
      List<MergeGroup> groups = plan(snapshot);
      if (groups.isEmpty() && mergedSinceHalved) {
        // What the parts of too large a group became may be one again.
        groupBytes = limits.groupBytes();
        mergedSinceHalved = false;
        groups = plan(snapshot);
      }
      more = !groups.isEmpty();
      inTime = merge(snapshot, groups);
    }
    done = done.with(more);
  }

  private List<MergeGroup> plan(TableSnapshot snapshot) {
    List<DataFile> files =
        snapshot.files(Predicate.ALWAYS).stream()
            .filter(file -> !leftAlone.contains(file.key()))
            .toList();
    return policy.plan(files, groupBytes, limits.groupFiles());
  }

  /// Merges those of `groups` that there is time for, up to one after which they are to be planned
  /// anew. False if there was too little time for one.
  private boolean merge(TableSnapshot snapshot, List<MergeGroup> groups) {
    boolean inTime = true;
    for (MergeGroup group : groups) {
      Duration left = Duration.between(clock.instant(), deadline);
      if (timedOut || !left.isPositive() || pace.estimate(group).compareTo(left) > 0) {
        inTime = false;
      } else if (!merge(snapshot, group, left)) {
        return true;
      }
    }
    return inTime;
  }

  /// Merges `group`; false if the groups are to be planned anew.
  private boolean merge(TableSnapshot snapshot, MergeGroup group, Duration left) {
    // The last quarter of the time is for putting the files and the commit.
    Duration time = left.multipliedBy(3).dividedBy(4);
    Instant start = clock.instant();
    try {
      GroupMerge.Outcome outcome =
          merge.merge(
              table,
              definition(snapshot, group.schemaVersion()),
              group,
              limits.merge(group.bytes(), time, policy));
      pace.learn(group, Duration.between(start, clock.instant()));
      return ended(group, outcome);
    } catch (ProblemException e) {
      return failed(group, e);
    }
  }

  private boolean ended(MergeGroup group, GroupMerge.Outcome outcome) {
    return switch (outcome) {
      case GroupMerge.Outcome.Merged(List<DataFile> files) -> {
        mergedSinceHalved = groupBytes < limits.groupBytes();
        done =
            done.then(
                new CompactionResult(
                    1,
                    group.files().size(),
                    files.size(),
                    group.bytes(),
                    files.stream().mapToLong(DataFile::bytes).sum(),
                    group.rows(),
                    0,
                    0,
                    true));
        yield true;
      }
      case GroupMerge.Outcome.Conflict _ -> {
        done = done.then(CompactionResult.without(1, 0));
        yield false;
      }
      case GroupMerge.Outcome.NoFewer _ -> {
        leaveAlone(group, "they would be as many");
        yield true;
      }
    };
  }

  /// A merge that needs more than there is is tried in halves as long as they have enough files;
  /// one that ran out of time is left to the next compaction, if this one got anywhere at all.
  private boolean failed(MergeGroup group, ProblemException failure) {
    return switch (failure.problem()) {
      case Problem.QueryTooLarge _ when group.files().size() >= 2 * policy.minFiles() -> {
        LOG.info("{} bytes are too much for one merge; groups get smaller", group.bytes());
        groupBytes = group.bytes() / 2;
        mergedSinceHalved = false;
        yield false;
      }
      case Problem.QueryTooLarge(String detail) -> {
        leaveAlone(group, detail);
        yield true;
      }
      case Problem.QueryTimeout _ when done.merges() > 0 -> {
        timedOut = true;
        yield true;
      }
      case Problem.QueryTimeout problem ->
          throw new IllegalStateException(
              "%d files of %s, %d bytes, cannot be merged in time: %s"
                  .formatted(
                      group.files().size(), group.eventDate(), group.bytes(), problem.detail()),
              failure);
      default -> throw failure;
    };
  }

  private void leaveAlone(MergeGroup group, String reason) {
    LOG.warn(
        "{} files of {}, {} bytes, cannot be merged within the limits: {}",
        group.files().size(),
        group.eventDate(),
        group.bytes(),
        reason);
    group.files().forEach(file -> leftAlone.add(file.key()));
    done = done.then(CompactionResult.without(0, 1));
  }

  /// The dataset's definition as it is for files of an earlier schema, which may lack fields that
  /// it is clustered by now.
  private static DatasetDefinition definition(TableSnapshot snapshot, int schemaVersion) {
    DatasetDefinition latest = snapshot.definition();
    Schema schema = snapshot.schemas().get(schemaVersion);
    if (schema == null) {
      throw new IllegalStateException("the table has no schema version " + schemaVersion);
    }
    return new DatasetDefinition(
        latest.name(),
        schema,
        latest.eventTime(),
        latest.clusterBy().stream().filter(field -> schema.getField(field) != null).toList(),
        latest.retentionDays(),
        latest.description(),
        latest.rowAccess(),
        schemaVersion);
  }
}
