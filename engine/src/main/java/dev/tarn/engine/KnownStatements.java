package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The statements that were accepted last, and what was planned for them, for when the same is
/// asked again. Both follow from a statement's text and the types of its tables alone, if nothing
/// in it gives another value some other time. Safe for use by many threads.
final class KnownStatements {
  private static final int MOST = 128;

  /// A tree takes some fifty times the memory of its text.
  private static final int MOST_CHARACTERS = 2_000;

  private final Map<String, JsonNode> trees = new Latest<>();
  private final Map<Planned, List<TableScan>> plans = new Latest<>();

  /// What a plan depends on: its definitions' names and types are in `tables`.
  private record Planned(String sql, List<TypedTable> tables) {}

  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    Latest() {
      super(MOST, 1, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST;
    }
  }

  /// The syntax tree of `sql`, if that was accepted.
  synchronized Optional<JsonNode> tree(String sql) {
    return Optional.ofNullable(trees.get(sql));
  }

  /// Keeps that `sql` was accepted, whose tree is not to be changed any more.
  synchronized void accepted(String sql, JsonNode tree) {
    if (sql.length() <= MOST_CHARACTERS) {
      trees.put(sql, tree);
    }
  }

  /// What `sql`, without placeholders, needs of `tables`, if that is known.
  synchronized Optional<List<TableScan>> scans(String sql, List<TypedTable> tables) {
    return Optional.ofNullable(plans.get(new Planned(sql, tables)));
  }

  /// Keeps what `sql`, which is repeatable and without placeholders, needs of `tables`.
  synchronized void planned(String sql, List<TypedTable> tables, List<TableScan> scans) {
    if (sql.length() <= MOST_CHARACTERS) {
      plans.put(new Planned(sql, List.copyOf(tables)), List.copyOf(scans));
    }
  }
}
