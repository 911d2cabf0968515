package dev.tarn.engine;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import dev.tarn.table.Predicate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Datasets in local Parquet files that DuckDB itself writes, and queries on them through the port.
final class Lake {
  static final QueryLimits LIMITS =
      new QueryLimits(
          Duration.ofSeconds(20), 1L << 30, 256L << 20, 2, 256L << 20, 1_000_000, 64L << 20);

  private final Path directory;
  private final Map<String, Dataset> datasets = new LinkedHashMap<>();
  private int written;

  Lake(Path directory) {
    this.directory = directory;
  }

  private static final class Dataset {
    private DatasetDefinition definition;
    private Predicate filter = Predicate.ALWAYS;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final List<LocalFile> files = new ArrayList<>();

    Dataset(DatasetDefinition definition) {
      this.definition = definition;
    }
  }

  static DatasetDefinition definition(String name, String fields, int version) {
    Schema schema =
        new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    return new DatasetDefinition(
        new DatasetName(name),
        schema,
        "time",
        List.of(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        version);
  }

  /// A definition for the dataset from here on, and the next schema version with it.
  Lake define(String name, String fields) {
    Dataset old = datasets.get(name);
    int version = old == null ? 1 : old.definition.schemaVersion() + 1;
    DatasetDefinition definition = definition(name, fields, version);
    Dataset dataset = datasets.computeIfAbsent(name, key -> new Dataset(definition));
    dataset.definition = definition;
    dataset.schemas.put(version, definition.schema());
    return this;
  }

  /// A file of the dataset's present schema, with the rows of `select`.
  Lake write(String name, LocalDate date, String select) throws SQLException {
    Dataset dataset = dataset(name);
    Path file = directory.resolve("part-" + written++ + ".parquet");
    plain("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    dataset.files.add(new LocalFile(file, dataset.definition.schemaVersion(), date));
    return this;
  }

  Lake filter(String name, Predicate filter) {
    dataset(name).filter = filter;
    return this;
  }

  List<LocalFile> files(String name) {
    return dataset(name).files;
  }

  DatasetDefinition definition(String name) {
    return dataset(name).definition;
  }

  private Dataset dataset(String name) {
    Dataset dataset = datasets.get(name);
    if (dataset == null) {
      throw new IllegalArgumentException(name);
    }
    return dataset;
  }

  /// Runs `sql` in a DuckDB instance without any cage.
  static void plain(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(sql);
    }
  }

  /// What a query answered.
  record Answer(List<String> names, List<String> types, List<List<@Nullable Object>> rows) {
    List<@Nullable Object> row() {
      return rows.getFirst();
    }

    @Nullable Object value() {
      return rows.getFirst().getFirst();
    }
  }

  Answer query(SqlEngine engine, String sql, @Nullable Object... parameters) {
    return query(engine, LIMITS, sql, parameters);
  }

  Answer query(SqlEngine engine, QueryLimits limits, String sql, @Nullable Object... parameters) {
    try (SqlSession session = engine.open(limits, directory)) {
      Set<String> names = session.accept(sql);
      session.plan(typed(names), Arrays.asList(parameters));
      try (RowCursor cursor = session.execute(fetched(names))) {
        return read(cursor);
      }
    }
  }

  List<TableScan> scans(SqlEngine engine, String sql, @Nullable Object... parameters) {
    try (SqlSession session = engine.open(LIMITS, directory)) {
      return session.plan(typed(session.accept(sql)), Arrays.asList(parameters));
    }
  }

  List<TypedTable> typed(Set<String> names) {
    return names.stream().map(name -> new TypedTable(dataset(name).definition)).toList();
  }

  List<FetchedTable> fetched(Set<String> names) {
    return names.stream().map(name -> fetched(name, dataset(name).files)).toList();
  }

  FetchedTable fetched(String name, List<LocalFile> files) {
    Dataset dataset = dataset(name);
    return new FetchedTable(dataset.definition, dataset.schemas, files, dataset.filter, false);
  }

  static Answer read(RowCursor cursor) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (cursor.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < cursor.columns().size(); i++) {
        row.add(cursor.value(i));
      }
      rows.add(row);
    }
    return new Answer(
        cursor.columns().stream().map(column -> column.name()).toList(),
        cursor.columns().stream().map(column -> column.type()).toList(),
        rows);
  }
}
