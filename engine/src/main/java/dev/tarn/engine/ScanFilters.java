package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.table.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads the filters that a bound plan has pushed into a scan.
final class ScanFilters {
  private final IntFunction<Optional<OrderedColumn>> columns;

  /// Reads the filters of a scan whose read columns are `columns`, by place.
  ScanFilters(IntFunction<Optional<OrderedColumn>> columns) {
    this.columns = columns;
  }

  /// Predicates that every row meets that the filters let pass.
  List<Predicate> read(JsonNode filters) {
    List<Predicate> parts = new ArrayList<>();
    for (JsonNode filter : filters.path("filters")) {
      columns
          .apply(filter.path("key").asInt(-1))
          .ifPresent(column -> parts.add(read(filter.path("value"), column)));
    }
    for (JsonNode filter : filters.path("multi_column_filters")) {
      JsonNode places = filter.path("column_indexes");
      parts.add(
          new BoundFilterReader(index -> columns.apply(places.path(index).asInt(-1)))
              .read(filter.path("expr")));
    }
    return parts;
  }

  private static Predicate read(JsonNode filter, OrderedColumn column) {
    return switch (filter.path("filter_type").asText()) {
      case "LEGACY_CONSTANT_COMPARISON" ->
          BoundConstant.of(filter.path("constant"))
              .flatMap(constant ->
                  BoundFilterReader.comparison(filter.path("comparison_type").asText())
                      .map(comparison -> column.compare(comparison, constant)))
              .orElse(Predicate.ALWAYS);
      // What it lets pass is decided again above the scan, by the same condition.
      case "LEGACY_OPTIONAL_FILTER" -> read(filter.path("child_filter"), column);
      case "LEGACY_IS_NULL" -> new Predicate.IsNull(column.path());
      case "LEGACY_IS_NOT_NULL" -> new Predicate.IsNotNull(column.path());
      case "LEGACY_CONJUNCTION_AND" -> Predicate.allOf(all(filter, column));
      case "LEGACY_CONJUNCTION_OR" -> Conditions.or(all(filter, column));
      case "LEGACY_IN_FILTER" -> BoundFilterReader.in(column, filter.path("values"));
      case "LEGACY_STRUCT_EXTRACT" ->
          column
              .field(filter.path("child_name").asText())
              .map(field -> read(filter.path("child_filter"), field))
              .orElse(Predicate.ALWAYS);
      case "EXPRESSION_FILTER" ->
          new BoundFilterReader(
                  index -> index == 0 ? Optional.of(column) : Optional.<OrderedColumn>empty())
              .read(filter.path("expr"));
      default -> Predicate.ALWAYS;
    };
  }

  private static List<Predicate> all(JsonNode filter, OrderedColumn column) {
    List<Predicate> parts = new ArrayList<>();
    filter.path("child_filters").forEach(child -> parts.add(read(child, column)));
    return parts;
  }
}
