package dev.tarn.table.delta;

import dev.tarn.store.ObjectKey;
import dev.tarn.table.DataFile;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/// What it takes in the log to put files in the place of others, or to take files out.
final class FileReplacement {
  private final DeltaLog log;
  private final LogReader reader;
  private final TableState state;
  private final Map<ObjectKey, AddFile> live = new HashMap<>();

  /// A replacement of some of `files` in the table at `state`.
  FileReplacement(DeltaLog log, LogReader reader, TableState state, Collection<DataFile> files) {
    this.log = log;
    this.reader = reader;
    this.state = state;
    Set<String> paths = new HashSet<>();
    files.forEach(file -> paths.add(log.layout().relativePath(file.key())));
    new DeltaSnapshot(state, log.engine(reader, state.listing()))
        .forEachFile(add -> {
          if (paths.contains(add.getPath())) {
            live.put(log.layout().dataFile(add.getPath()), add);
          }
        });
  }

  /// Whether all of `files` are in the table.
  boolean has(Collection<DataFile> files) {
    return files.stream().allMatch(file -> live.containsKey(file.key()));
  }

  /// How many of the files are in the table.
  int size() {
    return live.size();
  }

  /// The actions that put `added` in the place of those files that are in the table.
  ///
  /// @param otherRows whether the rows are others than before
  List<Row> replaceBy(List<DataFile> added, boolean otherRows) {
    List<Row> actions = new ArrayList<>(removals(otherRows));
    for (DataFile file : added) {
      Schema schema = state.schemas().get(file.schemaVersion());
      if (schema == null) {
        throw new IllegalArgumentException(
            file.key() + " has the unknown schema version " + file.schemaVersion());
      }
      actions.add(
          FileActions.add(log.layout(), file, Map.of(), schema, otherRows, log.clock().instant()));
    }
    return actions;
  }

  /// The actions that take those files that are in the table out of it, rows and all.
  List<Row> remove() {
    return removals(true);
  }

  private List<Row> removals(boolean dataChange) {
    Optional<Long> now = Optional.of(log.clock().millis());
    return live.values().stream()
        .map(add -> SingleAction.createRemoveFileSingleAction(add.toRemoveFileRow(dataChange, now)))
        .toList();
  }

  /// The state that committing `actions` made, or empty if another commit was first.
  Optional<TableState> commit(Committer committer, List<Row> actions) {
    return committer.commit(state, log.engine(reader, state.listing()), actions);
  }
}
