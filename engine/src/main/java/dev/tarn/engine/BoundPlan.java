package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.table.Predicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;

/// What a statement's bound plan (`json_serialize_plan`) tells of each scan of a dataset's empty
/// table: of the filters in and directly above it, and whether its rows are only counted. Other
/// than the plan that `EXPLAIN` prints, it has numbers for columns and typed constants, so nothing
/// in it has two meanings.
final class BoundPlan {
  private final Map<String, ColumnPaths> columns;
  private final Map<String, List<Predicate>> predicates = new HashMap<>();
  private final Map<String, Integer> counted = new HashMap<>();

  private BoundPlan(Map<String, ColumnPaths> columns) {
    this.columns = columns;
  }

  /// A plan of which nothing is known.
  static BoundPlan unknown() {
    return new BoundPlan(Map.of());
  }

  /// What `answer` tells, over tables with these columns.
  static BoundPlan of(JsonNode answer, Map<String, ColumnPaths> columns) {
    BoundPlan plan = new BoundPlan(columns);
    answer.path("plans").forEach(operator -> plan.collect(operator, List.of(), false));
    return plan;
  }

  /// What rows that any of the table's `scans` is for meet; nothing where a scan's predicate could
  /// not be told.
  Predicate predicate(String table, int scans) {
    List<Predicate> known = predicates.getOrDefault(table, List.of());
    return known.size() < scans ? Predicate.ALWAYS : Conditions.or(known);
  }

  /// Whether all of the table's `scans` are for nothing but counting their rows and values.
  boolean countsOnly(String table, int scans) {
    return predicates.getOrDefault(table, List.of()).size() == scans
        && counted.getOrDefault(table, 0) == scans;
  }

  /// @param filters the operators between this one and the next above that is no filter, from above
  /// @param counts whether all that is done with the operator's rows and values is to count them
  private void collect(JsonNode operator, List<JsonNode> filters, boolean counts) {
    String type = operator.path("type").asText();
    if (type.equals("LOGICAL_GET")) {
      scan(operator, filters, counts);
    }
    List<JsonNode> above = new ArrayList<>();
    if (type.equals("LOGICAL_FILTER")) {
      above.addAll(filters);
      above.add(operator);
    }
    boolean below =
        switch (type) {
          case "LOGICAL_AGGREGATE_AND_GROUP_BY" -> CountingAggregate.is(operator);
          case "LOGICAL_PROJECTION" -> counts && CountingAggregate.passesOn(operator);
          default -> false;
        };
    operator.path("children").forEach(child -> collect(child, above, below));
  }

  /// Whether a scan gives all rows, and its columns as they are.
  private static boolean isWhole(JsonNode get) {
    JsonNode filters = get.path("table_filters");
    if (!filters.path("filters").isEmpty()
        || !filters.path("multi_column_filters").isEmpty()
        || !get.path("extra_info").path("sample_options").isNull()) {
      return false;
    }
    for (JsonNode column : get.path("column_indexes")) {
      if (!column.path("child_indexes").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void scan(JsonNode get, List<JsonNode> filters, boolean counts) {
    JsonNode data = get.path("function_data");
    ColumnPaths paths = columns.get(data.path("table").asText());
    if (paths == null || !data.path("schema").asText().equals(Database.EMPTY)) {
      return;
    }
    Scan scan = new Scan(get, paths);
    List<Predicate> parts = new ArrayList<>();
    IntFunction<Integer> output = scan::projected;
    for (JsonNode filter : filters.reversed()) {
      IntFunction<Integer> input = output;
      BoundFilterReader reader = new BoundFilterReader(index -> scan.column(input.apply(index)));
      filter.path("expressions").forEach(expression -> parts.add(reader.read(expression)));
      JsonNode map = filter.path("projection_map");
      output = index -> input.apply(map.isEmpty() ? index : map.path(index).asInt(-1));
    }
    if (get.path("table_filters_by_projection").asBoolean()) {
      parts.addAll(new ScanFilters(scan::column).read(get.path("table_filters")));
    }
    String table = data.path("table").asText();
    predicates.computeIfAbsent(table, _ -> new ArrayList<>()).add(Predicate.allOf(parts));
    if (counts && filters.isEmpty() && isWhole(get)) {
      counted.merge(table, 1, Integer::sum);
    }
  }

  /// The columns that a scan reads.
  private record Scan(JsonNode get, ColumnPaths paths) {
    /// The place among the read columns of the scan's output column `index`.
    int projected(int index) {
      JsonNode projection = get.path("projection_ids");
      return projection.isEmpty() ? index : projection.path(index).asInt(-1);
    }

    /// The read column at `index`.
    Optional<OrderedColumn> column(int index) {
      JsonNode read = index < 0 ? null : get.path("column_indexes").get(index);
      if (read == null || !read.path("has_index").asBoolean()) {
        return Optional.empty();
      }
      String name = get.path("names").path(read.path("index").asInt(-1)).asText();
      Optional<OrderedColumn> column =
          paths
              .type(name)
              .map(schema ->
                  new OrderedColumn(name, schema, OrderedColumn.nameOf(schema), Steps.SAME));
      return read.path("child_indexes").isEmpty()
          ? column
          : column.flatMap(top -> field(top, read));
    }

    /// The field within `column` that a pushed-down access reads.
    private static Optional<OrderedColumn> field(OrderedColumn column, JsonNode read) {
      JsonNode children = read.path("child_indexes");
      if (children.isEmpty()) {
        return Optional.of(column);
      }
      if (!read.path("index_type").asText().equals("PUSHDOWN_EXTRACT")
          || children.size() != 1
          || column.schema().getType() != Schema.Type.RECORD) {
        return Optional.empty();
      }
      int index = children.path(0).path("index").asInt(-1);
      List<Schema.Field> fields = column.schema().getFields();
      return index < 0 || index >= fields.size()
          ? Optional.empty()
          : column.field(fields.get(index).name()).flatMap(field -> field(field, children.path(0)));
    }
  }
}
