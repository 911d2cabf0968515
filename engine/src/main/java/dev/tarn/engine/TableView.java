package dev.tarn.engine;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.query.TypedTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/// Writes the SQL that makes a dataset a table: its schema's fields, then `event_date`.
final class TableView {
  private static final String ROW = "tarn_row";

  private TableView() {}

  /// An empty table of the dataset's types, and a view of the dataset's name on it. A view, so that
  /// a statement is bound while it is planned exactly as it will be while it runs.
  static List<String> empty(TypedTable table) {
    String name = SqlQuoting.identifier(table.name());
    String columns =
        fields(table.definition()).stream()
            .map(field -> SqlQuoting.identifier(field.name()) + " " + SqlTypes.of(field.schema()))
            .collect(Collectors.joining(", "));
    String stored = Database.EMPTY + "." + name;
    return List.of(
        "CREATE TABLE %s (%s, %s DATE)".formatted(stored, columns, eventDate()),
        "CREATE VIEW %s AS SELECT * FROM %s".formatted(name, stored));
  }

  /// The view of the dataset's name on the fetched files. Columns that are neither in `needed` nor
  /// in the table's filter are typed nulls, as the files need not have them.
  ///
  /// Where rows are hidden, a limit that is never reached keeps DuckDB from testing conditions of
  /// the statement on them first, whose errors would quote their values: it moves no condition
  /// below a limit.
  static String over(FetchedTable table, Set<String> needed) {
    Set<String> present = new TreeSet<>(needed);
    PredicateSql.collectColumns(table.filter(), present);
    Map<Integer, List<LocalFile>> versions = new TreeMap<>();
    for (LocalFile file : table.files()) {
      versions.computeIfAbsent(file.schemaVersion(), version -> new ArrayList<>()).add(file);
    }
    List<String> parts = new ArrayList<>();
    versions.forEach((version, files) -> parts.add(select(table, version, files, present)));
    if (parts.isEmpty()) {
      parts.add("SELECT * FROM " + Database.EMPTY + "." + SqlQuoting.identifier(table.name()));
    }
    String condition =
        new PredicateSql(new ColumnPaths(table.definition())).condition(table.filter());
    return "CREATE OR REPLACE VIEW %s AS SELECT * FROM (%s) WHERE %s%s"
        .formatted(
            SqlQuoting.identifier(table.name()),
            String.join(" UNION ALL ", parts),
            condition,
            table.hidesRows() ? " LIMIT " + Long.MAX_VALUE : "");
  }

  private static String select(
      FetchedTable table, int version, List<LocalFile> files, Set<String> present) {
    Schema writer = table.schemas().get(version);
    if (writer == null) {
      throw new IllegalArgumentException(
          "a file of %s has the unknown schema version %d".formatted(table.name(), version));
    }
    List<String> columns = new ArrayList<>();
    for (Schema.Field field : fields(table.definition())) {
      columns.add(
          column(field, writer, present.contains(field.name()))
              + " AS "
              + SqlQuoting.identifier(field.name()));
    }
    boolean dated = present.contains(DatasetDefinition.EVENT_DATE);
    columns.add((dated ? date(files) : "CAST(NULL AS DATE)") + " AS " + eventDate());
    List<String> paths = files.stream().map(file -> file.path().toString()).toList();
    return "SELECT %s FROM read_parquet(%s, filename = %s, hive_partitioning = false) AS %s"
        .formatted(
            String.join(", ", columns),
            SqlQuoting.strings(paths),
            dated && dates(files) > 1 ? "'tarn_filename'" : "false",
            ROW);
  }

  private static String column(Schema.Field field, Schema writer, boolean present) {
    Schema.Field written = SchemaResolution.written(writer, field);
    if (!present || SqlTypes.present(field.schema()).getType() == Schema.Type.NULL) {
      return "CAST(NULL AS " + SqlTypes.of(field.schema()) + ")";
    }
    return written == null
        ? DefaultValues.of(field)
        : SchemaResolution.resolve(
            ROW + "." + SqlQuoting.identifier(written.name()), written.schema(), field.schema());
  }

  private static long dates(List<LocalFile> files) {
    return files.stream().map(LocalFile::eventDate).distinct().count();
  }

  /// The event date: a constant, or looked up by the file's name, once for each vector of rows.
  private static String date(List<LocalFile> files) {
    if (dates(files) == 1) {
      return date(files.getFirst().eventDate());
    }
    return files.stream()
        .map(file -> SqlQuoting.string(file.path().toString()) + ": " + date(file.eventDate()))
        .collect(
            Collectors.joining(", ", "map_extract_value(MAP {", "}, " + ROW + ".tarn_filename)"));
  }

  private static String date(LocalDate date) {
    return "CAST('" + date + "' AS DATE)";
  }

  private static String eventDate() {
    return SqlQuoting.identifier(DatasetDefinition.EVENT_DATE);
  }

  private static List<Schema.Field> fields(DatasetDefinition definition) {
    return definition.schema().getFields();
  }
}
