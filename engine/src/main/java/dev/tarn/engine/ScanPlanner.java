package dev.tarn.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Learns what a statement needs of each table from DuckDB's own plans for it, over empty tables.
///
/// There are three plans. The bound one makes the predicate, where a filter that cannot be read for
/// sure is left out, which prunes less; and it tells what is only counted. The other two are
/// printed, for the scans' columns: one pushes filters into the scans and one does not, since where
/// a scan has filters and reads fields of a struct, DuckDB prints its columns short or not at all.
final class ScanPlanner {
  /// What stands before a statement to have it planned.
  static final String EXPLAIN = "EXPLAIN (FORMAT json) ";

  /// Optimizer rules that are off for both: one concludes from the tables' being empty, the other
  /// reads a table twice.
  private static final String MISLEADING = "statistics_propagation,late_materialization";

  /// Optimizer rules that give a scan filters.
  private static final String PUSHING =
      "filter_pushdown,join_filter_pushdown,cte_filter_pusher,regex_range,top_n,"
          + "top_n_window_elimination,row_group_pruner,type_pushdown,scalar_fn_pushdown";

  private static final String SERIALIZE =
      "SELECT json_serialize_plan(CAST(? AS VARCHAR), optimize := true)";

  private static final int MAX_PLAN_DEPTH = 10_000;

  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_PLAN_DEPTH)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              // As DuckDB writes the doubles that are not finite.
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .build());

  private final Database database;
  private final Map<String, ColumnPaths> columns = new HashMap<>();

  ScanPlanner(Database database, List<TypedTable> tables) {
    this.database = database;
    tables.forEach(table -> columns.put(table.name(), new ColumnPaths(table.definition())));
  }

  /// What `sql` needs of each table that it scans; the empty tables are in the database already.
  List<TableScan> scans(String sql) throws SQLException {
    Map<String, Set<String>> needed = new LinkedHashMap<>();
    withoutRules(MISLEADING);
    BoundPlan bound = boundPlan(sql);
    Map<String, Integer> scanned = new LinkedHashMap<>();
    JsonNode plan = plan(sql);
    for (JsonNode scan : tableScans(plan)) {
      String table = table(scan);
      scanned.merge(table, 1, Integer::sum);
      for (String filter : FilterText.filters(texts(scan.path("Filters")))) {
        FilterText.names(filter)
            .forEach(name -> addColumn(name, columns(table), names(needed, table)));
      }
      addColumns(scan, columns(table), names(needed, table));
    }
    withoutRules(MISLEADING + "," + PUSHING);
    for (JsonNode scan : tableScans(plan(sql))) {
      String table = table(scan);
      if (scan.path("Filters").isMissingNode()) {
        addColumns(scan, columns(table), names(needed, table));
      } else {
        names(needed, table).addAll(columns(table).columns());
      }
    }
    withoutRules("");
    List<TableScan> scans = new ArrayList<>();
    OptionalLong limit = PlainLimit.of(plan);
    scanned.forEach((table, count) ->
        scans.add(
            new TableScan(
                table,
                names(needed, table),
                bound.predicate(table, count),
                limit,
                bound.countsOnly(table, count))));
    return scans;
  }

  /// The bound plan, of which nothing is known where DuckDB cannot write it, or writes numbers
  /// (such as `NAN`) that JSON has no form for.
  private BoundPlan boundPlan(String sql) throws SQLException {
    String plan = database.text(SERIALIZE, List.of(sql));
    try {
      return BoundPlan.of(json.readTree(plan), columns);
    } catch (JsonProcessingException e) {
      return BoundPlan.unknown();
    }
  }

  private static Set<String> names(Map<String, Set<String>> needed, String table) {
    return needed.computeIfAbsent(table, name -> new TreeSet<>());
  }

  private static String table(JsonNode scan) {
    String path = scan.path("Table").asText();
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private ColumnPaths columns(String table) {
    ColumnPaths paths = columns.get(table);
    if (paths == null) {
      throw new IllegalStateException("the plan scans an unknown table " + table);
    }
    return paths;
  }

  private void withoutRules(String rules) throws SQLException {
    database.set("disabled_optimizers", SqlQuoting.string(rules));
  }

  private JsonNode plan(String sql) throws SQLException {
    return read(database.text(EXPLAIN + sql, List.of()));
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

  private static void addColumns(JsonNode scan, ColumnPaths paths, Set<String> names) {
    texts(scan.path("Projections")).forEach(name -> addColumn(name, paths, names));
  }

  private static void addColumn(String printed, ColumnPaths paths, Set<String> names) {
    paths.find(List.of(ColumnPaths.top(printed))).ifPresent(names::add);
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
