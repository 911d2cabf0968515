package dev.tarn.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One DuckDB instance, in memory, with one connection to it. For use by one thread, but for
/// [#cancel].
final class Database implements AutoCloseable {
  /// The schema of the empty tables that statements are planned over.
  static final String EMPTY = "tarn_empty";

  private final Connection connection;
  private volatile @Nullable Statement running;
  private @Nullable InstanceBounds bounds;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Opens an instance that is bounded by nothing yet.
  static Database open() throws SQLException {
    Database database = new Database(connect());
    try {
      database.configure();
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  private static Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    return DuckDBConnection.newConnection("jdbc:duckdb:", false, null, properties);
  }

  /// What DuckDB tells of itself.
  ///
  /// @param unstableFunctions those that it declares to give other values for the same arguments
  ///   some time, by their lower-cased names
  record Release(String version, Set<String> unstableFunctions) {
    Release {
      unstableFunctions = Set.copyOf(unstableFunctions);
    }
  }

  static Release release() throws SQLException {
    Set<String> names = new HashSet<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
                    + " WHERE stability <> 'CONSISTENT'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return new Release(connection.getMetaData().getDatabaseProductVersion(), names);
    }
  }

  private void configure() throws SQLException {
    set(
        setting("errors_as_json", "true"),
        setting("TimeZone", "'UTC'"),
        setting("autoinstall_known_extensions", "false"),
        setting("autoload_known_extensions", "false"),
        setting("allow_community_extensions", "false"),
        setting("allow_unsigned_extensions", "false"),
        setting("allow_persistent_secrets", "false"));
    execute("CREATE SCHEMA " + EMPTY);
  }

  /// Bounds what the instance takes, unless it is bounded so.
  void bound(InstanceBounds wanted) throws SQLException {
    if (!wanted.equals(bounds)) {
      set(
          setting("memory_limit", SqlQuoting.string(wanted.memoryBytes() / 1024 + "KiB")),
          setting("threads", Integer.toString(wanted.threads())),
          setting(
              "max_temp_directory_size",
              SqlQuoting.string(wanted.temporaryBytes() / 1024 + "KiB")));
      bounds = wanted;
    }
  }

  /// Has the instance spill into `directory`.
  void spillInto(Path directory) throws SQLException {
    set("temp_directory", SqlQuoting.string(directory.resolve("spill").toString()));
  }

  /// From here on the instance can read `files` and no other, and no setting can be changed.
  void lock(Collection<String> files) throws SQLException {
    set(
        setting("allowed_paths", SqlQuoting.strings(files)),
        setting("allowed_directories", "[]"),
        setting("enable_external_access", "false"),
        setting("lock_configuration", "true"));
  }

  void set(String name, String value) throws SQLException {
    set(setting(name, value));
  }

  /// In one call, for a call takes longer than to set something does.
  private void set(String... settings) throws SQLException {
    execute(String.join(";", settings));
  }

  private static String setting(String name, String value) {
    return "SET " + name + " = " + value;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      running = statement;
      statement.execute(sql);
    }
  }

  /// The last column of the only row of `query`, whose only parameter is `parameter`.
  String text(String query, List<String> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      running = statement;
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no answer to " + query);
        }
        return rows.getString(rows.getMetaData().getColumnCount());
      }
    }
  }

  /// Starts `sql`, whose rows are computed as they are read.
  ResultSet stream(String sql) throws SQLException {
    Statement statement = connection.createStatement();
    statement.closeOnCompletion();
    running = statement;
    return statement.executeQuery(sql);
  }

  /// Asks what is running to stop; callable from any thread, at any time.
  void cancel() {
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It has ended meanwhile, which is what was asked for.
        running = null;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
