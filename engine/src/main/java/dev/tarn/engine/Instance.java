package dev.tarn.engine;

import dev.tarn.query.LocalLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One DuckDB instance that runs statements, one after another, each on a connection of its own. It
/// is locked from the beginning: it reaches no file but those in its own directory, which is there
/// only while a statement runs and holds that statement's files alone. What a statement sees is
/// made within its transaction, and is gone with that. For use by one statement at a time.
final class Instance implements AutoCloseable {
  /// After so many statements an instance is not used again.
  private static final int MOST_STATEMENTS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private final Database owner;
  private final InstanceBounds bounds;
  private final Path directory;
  private final List<Path> files = new ArrayList<>();
  private int statements;

  private Instance(Database owner, InstanceBounds bounds, Path directory) {
    this.owner = owner;
    this.bounds = bounds;
    this.directory = directory;
  }

  /// Opens an instance whose directory will be in `parent`, a real path of one that is there.
  static Instance open(InstanceBounds bounds, Path parent) throws SQLException {
    Path directory = parent.resolve("engine-" + UUID.randomUUID());
    Database owner = Database.open();
    try {
      owner.bound(bounds);
      owner.spillInto(directory);
      owner.lock(directory);
      return new Instance(owner, bounds, directory);
    } catch (SQLException e) {
      owner.close();
      throw e;
    }
  }

  /// Whether this one is bounded so, and has its directory in `parent`.
  boolean fits(InstanceBounds wanted, Path parent) {
    return bounds.equals(wanted) && parent.equals(directory.getParent());
  }

  /// A connection for the next statement, to be closed before the instance is [#clear]ed.
  Database connect() throws SQLException {
    Database database = owner.connect();
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      database.close();
      throw new UncheckedIOException("the engine's directory cannot be made", e);
    }
    statements++;
    return database;
  }

  /// Where the statement's files are, and what it spills.
  Path directory() {
    return directory;
  }

  /// Lets the statement read `file`.
  ///
  /// @return its path for the statement
  Path admit(Path file) {
    Path admitted = directory.resolve("data-" + files.size() + ".parquet");
    try {
      LocalLink.make(admitted, file.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("a fetched file is not there", e);
    }
    files.add(admitted);
    return admitted;
  }

  /// Takes the statement's files away.
  ///
  /// @return whether the instance is fit for another statement: not where something was spilt, for
  ///   DuckDB does not make the place for it twice
  boolean clear() {
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      files.clear();
      if (Files.exists(Database.spill(directory))) {
        return false;
      }
      Files.deleteIfExists(directory);
      return statements < MOST_STATEMENTS;
    } catch (IOException e) {
      LOG.warn("the engine's files cannot be deleted", e);
      return false;
    }
  }

  /// Closes the instance, and takes its directory away.
  @Override
  public void close() throws SQLException {
    owner.close();
    var _ = clear();
    try {
      Files.deleteIfExists(Database.spill(directory));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      LOG.warn("the engine's directory cannot be deleted", e);
    }
  }
}
