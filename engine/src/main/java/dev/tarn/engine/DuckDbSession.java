package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One statement in one DuckDB instance. Planning and running share a transaction, so that `now()`
/// is the same in both.
final class DuckDbSession implements SqlSession {
  private static final String ANALYZE = "EXPLAIN ANALYZE ";

  /// What the driver says of any failure of a result that streams.
  private static final String UNTOLD = "Invalid result set";

  private final ThreadedDatabase database;
  private final FunctionList functions;
  private final Supplier<Repeatability> repeatability;
  private final MemoryWatch memory;
  private final long memoryBytes;
  private final StatementParser parser = new StatementParser();
  private final Map<String, Set<String>> needed = new HashMap<>();
  private final Path directory;
  private String sql = "";
  private @Nullable JsonNode tree;
  private List<FetchedTable> tables = List.of();
  private boolean planned;

  private DuckDbSession(
      Instances instances,
      QueryLimits limits,
      Path directory,
      FunctionList functions,
      Supplier<Repeatability> repeatability,
      MemoryWatch memory) {
    this.directory = directory;
    this.database =
        new ThreadedDatabase(
            () -> instances.take(InstanceBounds.of(limits)),
            Deadline.in(limits.time()),
            memory::exceeded);
    this.functions = functions;
    this.repeatability = repeatability;
    this.memory = memory;
    this.memoryBytes = limits.memoryBytes();
  }

  static DuckDbSession open(
      Instances instances,
      QueryLimits limits,
      Path directory,
      FunctionList functions,
      Supplier<Repeatability> repeatability,
      MemoryWatch memory) {
    DuckDbSession session =
        new DuckDbSession(instances, limits, directory, functions, repeatability, memory);
    memory.enter(session, limits.memoryBytes());
    try {
      session.database.open(limits, directory);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Set<String> accept(String text) {
    if (tree != null) {
      throw new IllegalStateException("a session accepts one statement");
    }
    SqlText.check(text);
    sql = text;
    JsonNode parsed = onEngine(() -> parser.parse(database(), text));
    check(parsed);
    tree = parsed;
    return DatasetNames.in(parsed);
  }

  @Override
  public boolean isRepeatable() {
    JsonNode accepted = tree;
    if (accepted == null) {
      throw new IllegalStateException("no statement was accepted yet");
    }
    return repeatability.get().of(accepted);
  }

  private void check(JsonNode parsed) {
    new StatementGate(functions, sql).check(parsed);
    new GrowthGate(sql).check(parsed);
  }

  @Override
  public List<TableScan> plan(List<TypedTable> tables, List<@Nullable Object> parameters) {
    JsonNode accepted = tree;
    if (accepted == null || planned) {
      throw new IllegalStateException("a session plans the statement that it accepted, once");
    }
    planned = true;
    sql = onEngine(() -> new ParameterBinding(parser, database()).bind(sql, accepted, parameters));
    if (!parameters.isEmpty()) {
      check(onEngine(() -> parser.parse(database(), sql)));
    }
    ours(() -> beginPlanning(tables));
    List<TableScan> scans =
        onEngine(
            () -> new ScanPlanner(database(), tables).scans(sql), ScanPlanner.EXPLAIN.length());
    scans.forEach(scan -> needed.put(scan.table(), scan.columns()));
    return scans;
  }

  private boolean beginPlanning(List<TypedTable> tables) throws SQLException {
    for (TypedTable table : tables) {
      for (String statement : TableView.empty(table)) {
        database().execute(statement);
      }
    }
    database().execute("BEGIN TRANSACTION");
    return true;
  }

  @Override
  public RowCursor execute(List<FetchedTable> fetched) {
    if (!planned) {
      throw new IllegalStateException("a session runs the statement that it planned");
    }
    planned = false;
    ours(() -> bringIn(fetched));
    return onEngine(() -> DuckDbCursor.over(this, streamed(() -> database().stream(sql))));
  }

  private boolean bringIn(List<FetchedTable> fetched) throws SQLException {
    tables = fetched.stream().map(DuckDbSession::withRealPaths).toList();
    createViews();
    List<String> files =
        tables.stream()
            .flatMap(table -> table.files().stream())
            .map(file -> file.path().toString())
            .toList();
    database().lock(files);
    return true;
  }

  private void createViews() throws SQLException {
    for (FetchedTable table : tables) {
      database().execute(TableView.over(table, needed.getOrDefault(table.name(), Set.of())));
    }
  }

  /// Does work on the statement's rows, on the engine's thread. Where they fail while they stream,
  /// the driver says no more than that they did. So the statement is run again with its rows thrown
  /// away, which tells why.
  <T> T streamed(EngineThread.Work<T> work) throws SQLException {
    try {
      return work.run();
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(UNTOLD)) {
        throw explain(e);
      }
      throw e;
    }
  }

  private RuntimeException explain(SQLException untold) throws SQLException {
    database().execute("ROLLBACK");
    createViews();
    try {
      database().execute(ANALYZE + sql);
    } catch (SQLException told) {
      return EngineProblems.of(told, sql, ANALYZE.length(), directory);
    }
    // It ends well when its rows are thrown away: what lacked was memory to hold them.
    return new ProblemException(EngineProblems.outOfMemory(), untold);
  }

  private static FetchedTable withRealPaths(FetchedTable table) {
    List<FetchedTable.LocalFile> files = new ArrayList<>();
    for (FetchedTable.LocalFile file : table.files()) {
      try {
        files.add(
            new FetchedTable.LocalFile(
                file.path().toRealPath(), file.schemaVersion(), file.eventDate()));
      } catch (IOException e) {
        throw new IllegalStateException("a fetched file is not there", e);
      }
    }
    return new FetchedTable(
        table.definition(), table.schemas(), files, table.filter(), table.hidesRows());
  }

  /// Does work on the client's statement, on the engine's thread, within the session's limits.
  <T> T onEngine(EngineThread.Work<T> work) {
    return onEngine(work, 0);
  }

  private <T> T onEngine(EngineThread.Work<T> work, int prefixBytes) {
    return database.call(work, failure -> EngineProblems.of(failure, sql, prefixBytes, directory));
  }

  /// Does work that the client's statement has no part in.
  private <T> T ours(EngineThread.Work<T> work) {
    return database.ours(work);
  }

  /// Asks what runs to stop.
  void cancel() {
    database.cancel();
  }

  private Database database() {
    return database.get();
  }

  @Override
  public void close() {
    database.close(() -> memory.leave(this, memoryBytes));
  }
}
