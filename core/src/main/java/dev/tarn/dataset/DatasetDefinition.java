package dev.tarn.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/// What a dataset holds and how it is kept, as its owner put it.
///
/// @param schema an Avro record schema that [DefinitionRules] accept
/// @param eventTime the required timestamp field whose UTC date partitions the table
/// @param clusterBy the fields that compaction sorts by and files keep bloom filters for
/// @param retentionDays how long after its event a record is kept; empty for ever
/// @param schemaVersion 1 for the first schema, one more at each change of it
public record DatasetDefinition(
    DatasetName name,
    Schema schema,
    String eventTime,
    List<String> clusterBy,
    OptionalInt retentionDays,
    Optional<String> description,
    Optional<RowAccess> rowAccess,
    int schemaVersion) {
  /// The partition column every table has besides the schema's fields: the event time's UTC date.
  public static final String EVENT_DATE = "event_date";

  public DatasetDefinition {
    clusterBy = List.copyOf(clusterBy);
  }

  /// The same definition with another schema version.
  public DatasetDefinition withSchemaVersion(int version) {
    return new DatasetDefinition(
        name, schema, eventTime, clusterBy, retentionDays, description, rowAccess, version);
  }
}
