package dev.tarn.query;

import java.nio.file.Path;

/// An engine for tests that run no SQL.
public final class NoSql implements SqlEngine {
  @Override
  public SqlSession open(QueryLimits limits, Path directory) {
    throw new UnsupportedOperationException("no SQL is run here");
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public String version() {
    return "0";
  }
}
