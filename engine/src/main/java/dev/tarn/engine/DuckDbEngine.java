package dev.tarn.engine;

import dev.tarn.ahead.Ahead;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.SqlSession;
import java.nio.file.Path;
import java.sql.SQLException;

/// Runs statements in DuckDB, in memory and in this process: each in an instance that no other uses
/// meanwhile, on a connection and in a transaction of its own.
///
/// Two cages hold a statement. Before it runs, its syntax tree must consist of nothing but accepted
/// parts ([StatementGate]); while it runs, the instance can reach no file but those it was given
/// ([Instance]), and its time, memory and temporary space are bounded. What is not bounded by
/// DuckDB itself is memory for long strings and lists, which no setting covers: functions whose
/// argument says how long a value gets take small constants alone, and the process's own memory is
/// watched ([MemoryWatch]).
public final class DuckDbEngine implements SqlEngine {
  /// A function has one statement at a time, a server some.
  private static final int KEPT = 2;

  private final Ahead<Database.Release> release = Ahead.of("sql-engine-load", DuckDbEngine::load);
  private final SessionResources resources =
      new SessionResources(
          new Instances(Instance::open, KEPT),
          new StatementParser(),
          FunctionList.load(),
          this::repeatability,
          new KnownStatements(),
          new MemoryWatch());

  /// Begins to load the engine's native library, which the first to need it waits for.
  public DuckDbEngine() {}

  private static Database.Release load() {
    try {
      return Database.release();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  private Repeatability repeatability() {
    return new Repeatability(release.get().unstableFunctions());
  }

  @Override
  public SqlSession open(QueryLimits limits, Path directory) {
    return DuckDbSession.open(resources, limits, directory);
  }

  @Override
  public String name() {
    return "duckdb";
  }

  @Override
  public String version() {
    return release.get().version();
  }
}
