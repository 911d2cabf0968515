package dev.tarn.benchmarks.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/// DuckDB by itself, over files on local disk. It stays open from question to question.
final class LocalDuckDb implements Way, AutoCloseable {
  private final Connection connection;

  private LocalDuckDb(Connection connection) {
    this.connection = connection;
  }

  static LocalDuckDb over(List<Path> files) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      var _ = statement.execute("SET TimeZone = 'UTC'");
      String list =
          files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
      var _ =
          statement.execute(
              "CREATE VIEW telemetry AS FROM read_parquet(%s, hive_partitioning = true)"
                  .formatted(list));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new LocalDuckDb(connection);
  }

  @Override
  public long ask(Question question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question.sql())) {
      long count = 0;
      while (rows.next()) {
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          var _ = rows.getObject(column);
        }
        count++;
      }
      return count;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
