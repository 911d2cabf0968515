package dev.tarn.dataset;

import dev.tarn.problem.Problem;

/// How a dataset's definition may change.
///
/// Every record written under an earlier schema stays readable under the new one, by Avro's
/// resolution rules ("Schema Resolution" in the Avro specification), whatever steps lie between;
/// and every column of the table keeps its name and meaning. So a field may be added if it is
/// optional or has a default (an optional field without one has the default null), int, long and
/// float may be widened, a required field may become optional, and symbols may be added to an enum;
/// in nested records, arrays and maps too. Documentation, aliases, the order of fields and the
/// values of defaults are free. Descriptions, retention, clustering and row access are free. A
/// field is never dropped, renamed or narrowed, and the event time stays what it is.
public final class SchemaEvolution {
  private SchemaEvolution() {}

  /// What a change amounts to.
  public sealed interface Outcome {
    /// Nothing changes.
    record Unchanged() implements Outcome {}

    /// The dataset may be given the proposed definition.
    ///
    /// @param schemaChanged whether the schema's document differs in anything, be it the order of
    ///   fields or a doc: a schema version names one exact document
    record Compatible(boolean schemaChanged) implements Outcome {}
  }

  /// What it is to give the dataset, which has the definition `current`, the definition `proposed`;
  /// both are ones that [DefinitionRules] accept, and their schema versions do not matter. Throws
  /// [Problem.SchemaConflict], naming the field, if the dataset may not change so.
  public static Outcome check(DatasetDefinition current, DatasetDefinition proposed) {
    if (!current.name().equals(proposed.name())) {
      throw new IllegalArgumentException(
          "'" + proposed.name() + "' is another dataset than '" + current.name() + "'");
    }
    if (!current.eventTime().equals(proposed.eventTime())) {
      throw new Problem.SchemaConflict(
              "/eventTime",
              "the event time is field '%s' and cannot become '%s', as the table is partitioned by it"
                  .formatted(current.eventTime(), proposed.eventTime()))
          .exception();
    }
    // Avro's own equality leaves documentation and aliases out.
    boolean schemaChanged = !current.schema().toString().equals(proposed.schema().toString());
    if (schemaChanged) {
      TypeEvolution.check(current.schema(), proposed.schema());
    }
    return !schemaChanged && sameBesidesSchema(current, proposed)
        ? new Outcome.Unchanged()
        : new Outcome.Compatible(schemaChanged);
  }

  private static boolean sameBesidesSchema(DatasetDefinition one, DatasetDefinition other) {
    return one.clusterBy().equals(other.clusterBy())
        && one.retentionDays().equals(other.retentionDays())
        && one.description().equals(other.description())
        && one.rowAccess().equals(other.rowAccess());
  }
}
