package dev.tarn.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import dev.tarn.table.Predicate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Learns what a statement needs of each table from DuckDB's own plan for it, over empty tables.
///
/// Two optimizer rules are off while planning: one would conclude from the tables' being empty, the
/// other reads a table twice. A filter that cannot be read for sure is left out, which prunes less.
final class ScanPlanner {
  /// What stands before a statement to have it planned.
  static final String EXPLAIN = "EXPLAIN (FORMAT json) ";

  private static final int MAX_PLAN_DEPTH = 10_000;

  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_PLAN_DEPTH)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private final Database database;
  private final StatementParser parser;
  private final Map<String, ColumnPaths> columns = new HashMap<>();

  ScanPlanner(Database database, StatementParser parser, List<TypedTable> tables) {
    this.database = database;
    this.parser = parser;
    tables.forEach(table -> columns.put(table.name(), new ColumnPaths(table.definition())));
  }

  /// What `sql` needs of each table that it scans; the empty tables are in the database already.
  List<TableScan> scans(String sql) throws SQLException {
    Map<String, Set<String>> needed = new LinkedHashMap<>();
    Map<String, List<Predicate>> predicates = new HashMap<>();
    for (JsonNode scan : tableScans(read(database.text(EXPLAIN + sql, List.of())))) {
      String path = scan.path("Table").asText();
      String table = path.substring(path.lastIndexOf('.') + 1);
      ColumnPaths paths = columns.get(table);
      if (paths == null) {
        throw new IllegalStateException("the plan scans an unknown table " + path);
      }
      Set<String> names = needed.computeIfAbsent(table, name -> new TreeSet<>());
      texts(scan.path("Projections")).forEach(name -> addColumn(name, paths, names));
      predicates
          .computeIfAbsent(table, name -> new ArrayList<>())
          .add(predicate(texts(scan.path("Filters")), paths, names));
    }
    List<TableScan> scans = new ArrayList<>();
    needed.forEach((table, names) ->
        scans.add(
            new TableScan(
                table, names, FilterReader.or(predicates.getOrDefault(table, List.of())))));
    return scans;
  }

  private JsonNode read(String plan) {
    try {
      return json.readTree(plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB's plan is not JSON", e);
    }
  }

  private static List<JsonNode> tableScans(JsonNode plan) {
    List<JsonNode> found = new ArrayList<>();
    List<JsonNode> open = new ArrayList<>();
    plan.forEach(open::add);
    while (!open.isEmpty()) {
      JsonNode operator = open.removeLast();
      if (operator.path("extra_info").has("Table")) {
        found.add(operator.path("extra_info"));
      }
      operator.path("children").forEach(open::add);
    }
    return found;
  }

  private static void addColumn(String printed, ColumnPaths paths, Set<String> names) {
    paths.find(List.of(ColumnPaths.top(printed))).ifPresent(names::add);
  }

  private Predicate predicate(List<String> lines, ColumnPaths paths, Set<String> names)
      throws SQLException {
    List<Predicate> parts = new ArrayList<>();
    for (String filter : FilterText.filters(lines)) {
      FilterText.names(filter).forEach(name -> addColumn(name, paths, names));
      parts.add(predicate(FilterText.sql(filter, paths), paths));
    }
    return FilterReader.and(parts);
  }

  private Predicate predicate(String filter, ColumnPaths paths) throws SQLException {
    try {
      JsonNode tree = parser.parse(database, "SELECT 1 WHERE " + filter);
      return new FilterReader(paths).read(tree.path("node").path("where_clause"));
    } catch (ProblemException e) {
      // The filter's text is not SQL (a column named like a keyword, say), so it prunes nothing.
      return Predicate.ALWAYS;
    }
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(text -> texts.add(text.asText()));
    } else if (!node.asText("").isEmpty()) {
      texts.add(node.asText());
    }
    return texts;
  }
}
