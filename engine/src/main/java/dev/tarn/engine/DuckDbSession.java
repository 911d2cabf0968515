package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One statement, alone in a DuckDB instance. Planning and running share a transaction, so that
/// `now()` is the same in both.
final class DuckDbSession implements SqlSession {
  private static final String ANALYZE = "EXPLAIN ANALYZE ";

  /// What the driver says of any failure of a result that streams.
  private static final String UNTOLD = "Invalid result set";

  private final SessionResources resources;
  private final ThreadedDatabase database;
  private final long memoryBytes;
  private final Map<String, Set<String>> needed = new HashMap<>();
  private final Set<String> typed = new HashSet<>();
  private volatile @Nullable Instance instance;
  private String sql = "";
  private @Nullable JsonNode tree;
  private List<FetchedTable> tables = List.of();
  private boolean planned;

  private DuckDbSession(SessionResources resources, QueryLimits limits, Path directory) {
    this.resources = resources;
    this.database =
        new ThreadedDatabase(
            () -> connect(InstanceBounds.of(limits), directory),
            Deadline.in(limits.time()),
            resources.memory()::exceeded);
    this.memoryBytes = limits.memoryBytes();
  }

  static DuckDbSession open(SessionResources resources, QueryLimits limits, Path directory) {
    DuckDbSession session = new DuckDbSession(resources, limits, directory);
    resources.memory().enter(session, limits.memoryBytes());
    try {
      session.database.open();
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private Database connect(InstanceBounds bounds, Path directory) throws SQLException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("nothing can be beside " + directory);
    }
    Instance taken = resources.instances().take(bounds, parent);
    instance = taken;
    return taken.connect();
  }

  @Override
  public Set<String> accept(String text) {
    if (tree != null) {
      throw new IllegalStateException("a session accepts one statement");
    }
    SqlText.check(text);
    sql = text;
    JsonNode accepted = resources.known().tree(text).orElseGet(() -> checked(text));
    tree = accepted;
    return DatasetNames.in(accepted);
  }

  private JsonNode checked(String text) {
    JsonNode parsed = onEngine(() -> resources.parser().parse(database(), text));
    check(parsed);
    resources.known().accepted(text, parsed);
    return parsed;
  }

  @Override
  public boolean isRepeatable() {
    JsonNode accepted = tree;
    if (accepted == null) {
      throw new IllegalStateException("no statement was accepted yet");
    }
    return resources.repeatability().get().of(accepted);
  }

  private void check(JsonNode parsed) {
    new StatementGate(resources.functions(), sql).check(parsed);
    new GrowthGate(sql).check(parsed);
  }

  @Override
  public List<TableScan> plan(List<TypedTable> tables, List<@Nullable Object> parameters) {
    JsonNode accepted = tree;
    if (accepted == null || planned) {
      throw new IllegalStateException("a session plans the statement that it accepted, once");
    }
    planned = true;
    sql =
        onEngine(() ->
            new ParameterBinding(resources.parser(), database()).bind(sql, accepted, parameters));
    if (!parameters.isEmpty()) {
      check(onEngine(() -> resources.parser().parse(database(), sql)));
    }
    ours(this::begin);
    List<TableScan> scans =
        resources.known().scans(sql, tables).orElseGet(() -> scans(sql, tables));
    scans.forEach(scan -> needed.put(scan.table(), scan.columns()));
    return scans;
  }

  private boolean begin() throws SQLException {
    database().execute("BEGIN TRANSACTION");
    return true;
  }

  private List<TableScan> scans(String statement, List<TypedTable> tables) {
    ours(() -> {
      type(tables);
      return true;
    });
    List<TableScan> scans =
        onEngine(
            () -> new ScanPlanner(database(), tables).scans(statement),
            ScanPlanner.EXPLAIN.length());
    if (isRepeatable()) {
      resources.known().planned(statement, tables, scans);
    }
    return scans;
  }

  private void type(List<TypedTable> tables) throws SQLException {
    for (TypedTable table : tables) {
      if (typed.add(table.name())) {
        for (String statement : TableView.empty(table)) {
          database().execute(statement);
        }
      }
    }
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
    tables = fetched.stream().map(this::admitted).toList();
    createViews();
    return true;
  }

  private void createViews() throws SQLException {
    type(
        tables.stream()
            .filter(table -> table.files().isEmpty())
            .map(table -> new TypedTable(table.definition()))
            .toList());
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
    typed.clear();
    createViews();
    try {
      database().execute(ANALYZE + sql);
    } catch (SQLException told) {
      return EngineProblems.of(told, sql, ANALYZE.length(), instance().directory());
    }
    // It ends well when its rows are thrown away: what lacked was memory to hold them.
    return new ProblemException(EngineProblems.outOfMemory(), untold);
  }

  private FetchedTable admitted(FetchedTable table) {
    List<FetchedTable.LocalFile> files =
        table.files().stream()
            .map(file ->
                new FetchedTable.LocalFile(
                    instance().admit(file.path()), file.schemaVersion(), file.eventDate()))
            .toList();
    return new FetchedTable(
        table.definition(), table.schemas(), files, table.filter(), table.hidesRows());
  }

  /// Does work on the client's statement, on the engine's thread, within the session's limits.
  <T> T onEngine(EngineThread.Work<T> work) {
    return onEngine(work, 0);
  }

  private <T> T onEngine(EngineThread.Work<T> work, int prefixBytes) {
    return database.call(
        work, failure -> EngineProblems.of(failure, sql, prefixBytes, instance().directory()));
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

  private Instance instance() {
    Instance taken = instance;
    if (taken == null) {
      throw new IllegalStateException("the session is not open");
    }
    return taken;
  }

  @Override
  public void close() {
    database.close(() -> {
      resources.memory().leave(this, memoryBytes);
      giveBack();
    });
  }

  private void giveBack() {
    Instance taken = instance;
    if (taken != null) {
      try {
        resources.instances().giveBack(taken, !database.failed());
      } catch (SQLException e) {
        throw new IllegalStateException("DuckDB does not close", e);
      }
    }
  }
}
