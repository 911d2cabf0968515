package dev.tarn.query;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.TableStates;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One question over the lake.
///
/// @param reader who asks; only datasets and rows that they may see are read
/// @param sql one SELECT
/// @param parameters values for its `?` placeholders, in order: booleans, strings, longs, doubles,
///   [java.math.BigDecimal]s and nulls
/// @param asOf the state to read, for datasets that are not read as of now
/// @param from only events at or after it are seen, of every dataset
/// @param to only events before it are seen, of every dataset
/// @param filters further conditions, by dataset and column: only rows that meet all are seen
/// @param taken states of datasets, those of `asOf`, that whoever asks has taken of the store
///   already
public record Query(
    Principal reader,
    String sql,
    List<@Nullable Object> parameters,
    Map<DatasetName, SnapshotTime> asOf,
    Optional<Instant> from,
    Optional<Instant> to,
    Map<DatasetName, List<ColumnFilter>> filters,
    Map<DatasetName, TableStates> taken) {
  public Query {
    parameters = Collections.unmodifiableList(parameters);
    asOf = Map.copyOf(asOf);
    filters = Map.copyOf(filters);
    taken = Map.copyOf(taken);
  }

  /// A question for which no states were taken yet.
  public Query(
      Principal reader,
      String sql,
      List<@Nullable Object> parameters,
      Map<DatasetName, SnapshotTime> asOf,
      Optional<Instant> from,
      Optional<Instant> to,
      Map<DatasetName, List<ColumnFilter>> filters) {
    this(reader, sql, parameters, asOf, from, to, filters, Map.of());
  }

  /// The same question of another reader.
  Query by(Principal other) {
    return new Query(other, sql, parameters, asOf, from, to, filters, taken);
  }

  /// The same question, of states that are taken anew.
  Query anew() {
    return new Query(reader, sql, parameters, asOf, from, to, filters);
  }
}
