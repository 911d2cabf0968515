package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/// What a statement needs of some files of one table.
///
/// @param definition the dataset's definition at the snapshot that is read
/// @param schemas each schema that files were written with, by schema version
/// @param files to read
/// @param columns the top-level columns to read, by the names that the definition has for them;
///   `event_date` is none of a file's own
/// @param predicate rows that do not meet it need not be read
/// @param countsOnly whether nothing else matters of the rows than how many there are, and how many
///   of them have a value in each of the columns
public record FileScan(
    DatasetDefinition definition,
    Map<Integer, Schema> schemas,
    List<DataFile> files,
    Set<String> columns,
    Predicate predicate,
    boolean countsOnly) {
  public FileScan {
    schemas = Map.copyOf(schemas);
    files = List.copyOf(files);
    columns = Set.copyOf(columns);
  }

  /// The same of `others`, which are files of the same table.
  public FileScan over(List<DataFile> others) {
    return new FileScan(definition, schemas, others, columns, predicate, countsOnly);
  }
}
