package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.SingleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// What a change of a dataset's definition takes in the log: the table's new schema and properties,
/// in one action.
///
/// Files stay as they are where engines read them by the new schema: a column that they do not have
/// is null in them, and an int column is read as a long or a double, a float one as a double.
final class DefinitionChange {
  private final DeltaLog log;

  DefinitionChange(DeltaLog log) {
    this.log = log;
  }

  /// The actions that give the table at `state` the definition `next`.
  List<Row> actions(TableState state, DatasetDefinition next) {
    check(state, next);
    List<Row> actions = new ArrayList<>();
    Metadata metadata =
        state
            .kernel()
            .getMetadata()
            .withNewSchema(DeltaSchema.evolved(state.kernel().getSchema(), next))
            .withMergedConfiguration(TableState.properties(next));
    actions.add(SingleAction.createMetadataSingleAction(metadata.toRow()));
    List<String> unreadable = new ArrayList<>();
    unreadable(state.definition().schema(), next.schema(), "", unreadable);
    if (!unreadable.isEmpty()) {
      throw new Problem.SchemaConflict(
              "/schema/fields", "the type of " + unreadable.getFirst() + " cannot be widened so")
          .exception();
    }
    return actions;
  }

  private void check(TableState state, DatasetDefinition next) {
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

  /// Adds the columns that engines do not read from files of `former` by `next`: Parquet's 64-bit
  /// integers as floating-point numbers, and 32-bit ones as floats.
  private static void unreadable(Schema former, Schema next, String path, List<String> found) {
    Schema from = DeltaSchema.nonNull(former);
    Schema to = DeltaSchema.nonNull(next);
    switch (from.getType()) {
      case RECORD -> {
        for (Schema.Field field : from.getFields()) {
          Schema.Field same = to.getField(field.name());
          if (same != null) {
            unreadable(field.schema(), same.schema(), path + "/" + field.name(), found);
          }
        }
      }
      case ARRAY -> unreadable(from.getElementType(), to.getElementType(), path, found);
      case MAP -> unreadable(from.getValueType(), to.getValueType(), path, found);
      case INT -> {
        if (to.getType() == Schema.Type.FLOAT) {
          found.add(path);
        }
      }
      case LONG -> {
        if (to.getType() == Schema.Type.FLOAT || to.getType() == Schema.Type.DOUBLE) {
          found.add(path);
        }
      }
      case BOOLEAN, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED, NULL, UNION -> {}
    }
  }
}
