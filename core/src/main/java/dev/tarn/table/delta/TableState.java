package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.store.ObjectSummary;
import io.delta.kernel.internal.SnapshotImpl;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/// One version of a table: Kernel's snapshot, the log objects it is made of, and the dataset's
/// definition, which the table's properties hold.
///
/// @param schemas the schemas of all versions of the dataset, by schema version
record TableState(
    LogLayout layout,
    SnapshotImpl kernel,
    LogListing listing,
    DatasetDefinition definition,
    Map<Integer, Schema> schemas) {
  private static final String DEFINITION = "tarn.definition";
  private static final String SCHEMA = "tarn.schema.";

  TableState {
    schemas = Map.copyOf(schemas);
  }

  /// The state that `kernel` has, definition and all.
  static TableState of(LogLayout layout, SnapshotImpl kernel, LogListing listing) {
    Map<String, String> properties = kernel.getMetadata().getConfiguration();
    String definition = properties.get(DEFINITION);
    if (definition == null) {
      throw new IllegalStateException("the table of " + layout.dataset() + " is not Tarn's");
    }
    Map<Integer, Schema> schemas = new HashMap<>();
    properties.forEach((name, value) -> {
      if (name.startsWith(SCHEMA)) {
        schemas.put(
            Integer.valueOf(name.substring(SCHEMA.length())), new Schema.Parser().parse(value));
      }
    });
    return new TableState(
        layout, kernel, listing, DefinitionJson.read(layout.dataset(), definition), schemas);
  }

  /// The table properties that hold `definition`.
  static Map<String, String> properties(DatasetDefinition definition) {
    return Map.of(
        DEFINITION,
        DefinitionJson.write(definition),
        SCHEMA + definition.schemaVersion(),
        definition.schema().toString());
  }

  /// A state with the same definition.
  TableState with(SnapshotImpl later, LogListing itsListing) {
    return new TableState(layout, later, itsListing, definition, schemas);
  }

  long version() {
    return listing.version();
  }

  Instant time() {
    return listing
        .commit(layout, version())
        .map(ObjectSummary::lastModified)
        .orElseThrow(() -> new IllegalStateException("no commit " + version()));
  }

  /// The commit that made `wanted`, which is no later than this state.
  CommitEntry commit(long wanted, LogReader reader) {
    return CommitEntry.parse(layout, wanted, reader.immutable(layout.commitKey(wanted)));
  }
}
