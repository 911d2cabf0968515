package dev.tarn.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// A connection to a DuckDB instance in memory, which is there for as long as one to it is open.
/// For use by one thread, but for [#cancel].
final class Database implements AutoCloseable {
  /// The schema of the empty tables that statements are planned over.
  static final String EMPTY = "tarn_empty";

  private final DuckDBConnection connection;
  private volatile @Nullable Statement running;

  private Database(DuckDBConnection connection) {
    this.connection = connection;
  }

  /// Opens an instance of its own that is bounded by nothing yet.
  static Database open() throws SQLException {
    Database database = new Database(newInstance());
    try {
      database.configure();
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /// Another connection to the same instance.
  Database connect() throws SQLException {
    return new Database(connection.duplicate().unwrap(DuckDBConnection.class));
  }

  private static DuckDBConnection newInstance() throws SQLException {
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
    try (Connection connection = newInstance();
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

  /// Bounds what the instance takes.
  void bound(InstanceBounds bounds) throws SQLException {
    set(
        setting("memory_limit", SqlQuoting.string(bounds.memoryBytes() / 1024 + "KiB")),
        setting("threads", Integer.toString(bounds.threads())),
        setting(
            "max_temp_directory_size", SqlQuoting.string(bounds.temporaryBytes() / 1024 + "KiB")));
  }

  /// Has the instance spill into `directory`.
  void spillInto(Path directory) throws SQLException {
    set("temp_directory", SqlQuoting.string(spill(directory).toString()));
  }

  /// Where an instance that spills into `directory` keeps what it spills, once it does.
  static Path spill(Path directory) {
    return directory.resolve("spill");
  }

  /// From here on the instance can reach files in `directory` and no other, and no setting can be
  /// changed but which optimizer rules are off.
  void lock(Path directory) throws SQLException {
    set(
        setting("allowed_paths", "[]"),
        setting("allowed_directories", SqlQuoting.strings(List.of(directory.toString()))),
        setting("allowed_configs", "['disabled_optimizers']"),
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
    return "SET GLOBAL " + name + " = " + value;
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
