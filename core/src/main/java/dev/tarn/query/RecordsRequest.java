package dev.tarn.query;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A page of one dataset's records, asked for without SQL.
///
/// @param reader who asks; only rows that they may see are on pages
/// @param select columns, or fields of records by dotted path; none are all columns
/// @param filters conditions that rows are to meet, all of them
/// @param from only events at or after it
/// @param to only events before it
/// @param order what rows are ordered by; by nothing is by event time
/// @param limit how many rows the page has at most, 1 at least
/// @param cursor where the page begins, as the page before it said
public record RecordsRequest(
    Principal reader,
    DatasetName dataset,
    List<String> select,
    List<ColumnFilter> filters,
    Optional<Instant> from,
    Optional<Instant> to,
    List<Order> order,
    int limit,
    Optional<String> cursor) {
  public RecordsRequest {
    select = List.copyOf(select);
    filters = List.copyOf(filters);
    order = List.copyOf(order);
  }

  /// One column that rows are ordered by. Rows without a value come last either way.
  public record Order(String column, boolean descending) {}
}
