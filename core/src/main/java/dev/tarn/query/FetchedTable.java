package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.Predicate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// A table with the local files that hold what a statement needs of it.
///
/// @param definition the dataset's definition at the snapshot that is read
/// @param schemas each schema that files were written with, by schema version
/// @param filter rows that do not meet it are not in the table; [Predicate#ALWAYS] keeps all
/// @param hidesRows whether the filter keeps rows from the reader, so that nothing of a statement,
///   not even an error, may depend on a row that does not meet it
public record FetchedTable(
    DatasetDefinition definition,
    Map<Integer, Schema> schemas,
    List<LocalFile> files,
    Predicate filter,
    boolean hidesRows) {
  public FetchedTable {
    schemas = Map.copyOf(schemas);
    files = List.copyOf(files);
  }

  /// The name in SQL.
  public String name() {
    return definition.name().value();
  }

  /// One file: a whole Parquet file, or one with the needed row groups and columns alone.
  public record LocalFile(Path path, int schemaVersion, java.time.LocalDate eventDate) {}
}
