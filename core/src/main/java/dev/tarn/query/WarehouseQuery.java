package dev.tarn.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.Predicate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SELECT for a [Warehouse], checked already.
///
/// @param sql one SELECT that [SqlSession#accept] took
/// @param parameters values for its placeholders, of the types in [Query#parameters]
/// @param tables the datasets that it names
public record WarehouseQuery(String sql, List<@Nullable Object> parameters, List<Table> tables) {
  public WarehouseQuery {
    parameters = Collections.unmodifiableList(parameters);
    tables = List.copyOf(tables);
  }

  /// A dataset as the query is to see it.
  ///
  /// @param definition whose fields it has, then `event_date`
  /// @param visible rows that do not meet it are not in it
  public record Table(DatasetDefinition definition, Predicate visible) {}
}
