package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetRewriting;
import dev.tarn.problem.Problem;
import dev.tarn.record.EncodedFile;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.DataFile;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.SingleAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;

/// What a change of a dataset's definition takes in the log: the table's new schema and properties,
/// in one action.
///
/// Files stay as they are where engines read them by the new schema: a column that they do not have
/// is null in them, and an int column is read as a long or a double, a float one as a double. Other
/// files are replaced by rewritten ones in the same commit, up to a number of bytes.
///
/// One object serves one change, over all attempts at it: what was rewritten once is not again.
final class DefinitionChange {
  private final DeltaLog log;
  private final LogReader reader;
  private final DatasetDefinition next;
  private final Map<ObjectKey, DataFile> rewritten = new HashMap<>();

  DefinitionChange(DeltaLog log, LogReader reader, DatasetDefinition next) {
    this.log = log;
    this.reader = reader;
    this.next = next;
  }

  /// The actions that give the table at `state` the definition. Throws [Problem.SchemaConflict] if
  /// more would have to be rewritten than may be.
  List<Row> actions(TableState state) {
    check(state);
    Metadata metadata =
        state
            .kernel()
            .getMetadata()
            .withNewSchema(DeltaSchema.evolved(state.kernel().getSchema(), next))
            .withMergedConfiguration(TableState.properties(next));
    List<Row> actions = new ArrayList<>();
    actions.add(SingleAction.createMetadataSingleAction(metadata.toRow()));
    Map<Integer, String> unreadable = unreadable(state);
    if (!unreadable.isEmpty()) {
      for (AddFile file : filesToRewrite(state, unreadable)) {
        actions.addAll(replacement(state, file));
      }
    }
    return actions;
  }

  /// The versions of the schema whose files cannot be read by the next one, each with the first
  /// field at fault.
  private Map<Integer, String> unreadable(TableState state) {
    Map<Integer, String> versions = new HashMap<>();
    state
        .schemas()
        .forEach((version, schema) ->
            Widening.unreadable(schema, next.schema())
                .ifPresent(field -> versions.put(version, field)));
    return versions;
  }

  private List<AddFile> filesToRewrite(TableState state, Map<Integer, String> unreadable) {
    List<AddFile> files = new ArrayList<>();
    long[] bytes = {0};
    new DeltaSnapshot(state, log.engine(reader, state.listing()))
        .forEachFile(add -> {
          String field = unreadable.get(FileActions.schemaVersion(add));
          if (field != null) {
            files.add(add);
            bytes[0] += add.getSize();
            if (bytes[0] > log.settings().rewriteBytes()) {
              throw new Problem.SchemaConflict(
                      field,
                      "this change of type needs every file that has the field written anew, "
                          + "and they are more than the "
                          + log.settings().rewriteBytes()
                          + " bytes that a change may rewrite; add a field of the new type "
                          + "instead")
                  .exception();
            }
          }
        });
    return files;
  }

  private List<Row> replacement(TableState state, AddFile add) {
    DataFile former = FileActions.dataFile(log.layout(), add, state.schemas());
    DataFile file = rewritten.computeIfAbsent(former.key(), key -> rewrite(add, former));
    Instant now = log.clock().instant();
    return List.of(
        SingleAction.createRemoveFileSingleAction(
            add.toRemoveFileRow(false, Optional.of(now.toEpochMilli()))),
        FileActions.add(log.layout(), file, FileActions.tags(add), next.schema(), false, now));
  }

  private DataFile rewrite(AddFile add, DataFile former) {
    byte[] content = log.store().get(former.key()).bytes();
    EncodedFile result = ParquetRewriting.rewrite(content, former.rows(), next);
    ObjectKey key =
        log.layout()
            .dataFileKey(
                FileActions.tags(add).getOrDefault(FileActions.BATCH, "rewritten"),
                former.eventDate(),
                UUID.randomUUID().toString());
    log.store().put(key, result.content());
    return new DataFile(
        key,
        result.content().length,
        former.eventDate(),
        next.schemaVersion(),
        result.statistics());
  }

  private void check(TableState state) {
    if (!next.name().equals(log.layout().dataset())) {
      throw new IllegalArgumentException("a definition of " + next.name());
    }
    if (!next.eventTime().equals(state.definition().eventTime())) {
      throw new IllegalArgumentException("a table's event time cannot change");
    }
    Map<Integer, Schema> schemas = state.schemas();
    Schema present = schemas.getOrDefault(next.schemaVersion(), next.schema());
    if (!present.toString().equals(next.schema().toString())) {
      throw new IllegalArgumentException(
          "schema version " + next.schemaVersion() + " is another schema already");
    }
  }
}
