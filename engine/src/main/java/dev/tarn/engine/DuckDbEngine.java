package dev.tarn.engine;

import dev.tarn.ahead.Ahead;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.SqlSession;
import java.nio.file.Path;
import java.sql.SQLException;

/// Runs each statement in a DuckDB instance of its own, in memory and in this process.
///
/// Two cages hold a statement. Before it runs, its syntax tree must consist of nothing but accepted
/// parts ([StatementGate]); while it runs, the instance can reach no file but those it was given
/// ([Database#lock]), and its time, memory and temporary space are bounded. What is not bounded by
/// DuckDB itself is memory for long strings and lists, which no setting covers: functions whose
/// argument says how long a value gets take small constants alone, and the process's own memory is
/// watched ([MemoryWatch]).
public final class DuckDbEngine implements SqlEngine {
  private final FunctionList functions = FunctionList.load();
  private final Instances instances = new Instances(Database::open);
  private final MemoryWatch memory = new MemoryWatch();
  private final Ahead<Database.Release> release = Ahead.of("sql-engine-load", DuckDbEngine::load);

  /// Begins to load the engine's native library, which the first to need it waits for.
  public DuckDbEngine() {}

  private static Database.Release load() {
    try {
      return Database.release();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  @Override
  public SqlSession open(QueryLimits limits, Path directory) {
    return DuckDbSession.open(instances, limits, directory, functions, this::repeatability, memory);
  }

  @Override
  public String name() {
    return "duckdb";
  }

  @Override
  public String version() {
    return release.get().version();
  }

  private Repeatability repeatability() {
    return new Repeatability(release.get().unstableFunctions());
  }
}
