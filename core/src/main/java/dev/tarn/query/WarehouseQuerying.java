package dev.tarn.query;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Queries that a [Warehouse] runs: checks and submits them, and tells whoever submitted one how
/// far it is. Nothing here waits for a query to end. Safe for use by many threads.
public final class WarehouseQuerying {
  /// How long a link to a result is good for. The credentials that sign it may end before.
  private static final Duration LINK_VALIDITY = Duration.ofMinutes(15);

  private final Querying querying;
  private final Warehouse warehouse;
  private final SubmittedQueries submitted;
  private final ObjectStore store;
  private final InstantSource clock;
  private final Duration time;

  /// Checks with `querying`, runs in `warehouse` and keeps what it must know in `submitted`.
  ///
  /// @param store which has the results
  /// @param time the most that a query may take, and what it may where it does not say
  public WarehouseQuerying(
      Querying querying,
      Warehouse warehouse,
      SubmittedQueries submitted,
      ObjectStore store,
      InstantSource clock,
      Duration time) {
    this.querying = querying;
    this.warehouse = warehouse;
    this.submitted = submitted;
    this.store = store;
    this.clock = clock;
    this.time = time;
  }

  /// The name of the engine.
  public String engine() {
    return warehouse.name();
  }

  /// The most that a query may take, and what it may where it does not say.
  public Duration time() {
    return time;
  }

  /// Submits `query`, once for one origin. What [Querying#answer] would refuse is refused, and what
  /// the warehouse would answer otherwise than it. So is a query of someone who does not see all
  /// rows of its datasets ([Problem.Forbidden]): what the warehouse says of values that it cannot
  /// compute may be of rows that they do not see.
  ///
  /// @param check what checking it may use
  /// @param limit after which it is stopped
  public SubmittedQuery submit(Query query, QueryLimits check, Duration limit, QueryOrigin origin) {
    refuseEarlierStates(query);
    List<QueryTable> tables = querying.tables(query.by(query.reader().needingAllRows()), check);
    tables.forEach(this::refuseMisread);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String id =
        warehouse.submit(
            new WarehouseQuery(
                query.sql(),
                query.parameters(),
                tables.stream()
                    .map(table ->
                        new WarehouseQuery.Table(table.snapshot().definition(), table.visible()))
                    .toList()),
            origin);
    List<DataFile> files =
        tables.stream()
            .flatMap(table -> table.snapshot().files(Predicate.ALWAYS).stream())
            .toList();
    Map<String, Long> versions =
        tables.stream()
            .collect(Collectors.toMap(QueryTable::name, table -> table.snapshot().version()));
    return submitted.keep(
        new SubmittedQuery(
            id,
            origin.startedBy(),
            now,
            limit,
            versions,
            files.size(),
            files.stream().mapToLong(DataFile::bytes).sum()));
  }

  private void refuseEarlierStates(Query query) {
    if (!query.asOf().isEmpty()) {
      throw new Problem.MalformedRequest(
              warehouse.name() + " reads the latest version of a dataset alone; leave asOf away",
              Optional.of(Place.pointer("/asOf")))
          .exception();
    }
  }

  private void refuseMisread(QueryTable table) {
    FormerSchemas.misreadField(table)
        .ifPresent(field -> {
          throw new Problem.SqlRefused(
                  warehouse.name()
                      + " would misread '"
                      + field
                      + "' of '"
                      + table.name()
                      + "' in files that were written before the schema changed")
              .exception();
        });
  }

  /// How far a query is.
  public record Progress(SubmittedQuery query, WarehouseState state) {}

  /// How far the query is that `asker` submitted; one whose time is over is stopped, and has failed
  /// with a [Problem.QueryTimeout]. Throws [Problem.UnknownQuery] if there is none, or another's.
  public Progress progress(String id, String asker) {
    SubmittedQuery query = find(id, asker);
    WarehouseState state = warehouse.state(query.id());
    boolean late = !clock.instant().isBefore(query.deadline());
    return new Progress(
        query,
        switch (state) {
          case WarehouseState.Queued _ -> late ? stopped(query) : state;
          case WarehouseState.Running _ -> late ? stopped(query) : state;
          case WarehouseState.Cancelled(Instant at) ->
              at.isBefore(query.deadline()) ? state : timedOut(query);
          case WarehouseState.Succeeded _ -> state;
          case WarehouseState.Failed _ -> state;
        });
  }

  private WarehouseState stopped(SubmittedQuery query) {
    warehouse.cancel(query.id());
    return timedOut(query);
  }

  private static WarehouseState timedOut(SubmittedQuery query) {
    return new WarehouseState.Failed(new Problem.QueryTimeout(query.time().toSeconds()));
  }

  /// Writes the rows of a query that has succeeded to `out`. Throws [Problem.ResultTooLarge] where
  /// they are more than `limits` allow; a part of them is then in `out`.
  public QueryStatistics write(
      SubmittedQuery query,
      WarehouseState.Succeeded state,
      QueryLimits limits,
      ResultWriter writer,
      OutputStream out) {
    if (bytes(query) > limits.resultBytes()) {
      throw new Problem.ResultTooLarge(
              "the result is larger than " + limits.resultBytes() + " bytes")
          .exception();
    }
    try (RowCursor rows = warehouse.rows(query.id())) {
      return writer.write(
          rows, limits, count -> statistics(query, state.usage(), Optional.of(count)), out);
    }
  }

  /// What a query took that has succeeded, where its rows were not counted.
  public QueryStatistics statistics(SubmittedQuery query, WarehouseState.Succeeded state) {
    return statistics(query, state.usage(), Optional.empty());
  }

  /// A link to the result of a query that has succeeded, as CSV, for whoever has the link.
  public URI link(SubmittedQuery query) {
    var _ = bytes(query);
    return store.presignGet(warehouse.result(query.id()), LINK_VALIDITY);
  }

  private long bytes(SubmittedQuery query) {
    return store
        .head(warehouse.result(query.id()))
        .orElseThrow(() ->
            new Problem.EngineUnavailable(
                    "the result of query '" + query.id() + "' is not in the lake")
                .exception())
        .size();
  }

  private QueryStatistics statistics(
      SubmittedQuery query, WarehouseState.Usage usage, Optional<Long> rows) {
    return new QueryStatistics(
        query.versions(),
        query.filesTotal(),
        0,
        0,
        query.bytesTotal(),
        usage.bytesScanned(),
        StoreUsage.NONE,
        rows.orElse(0L),
        usage.total().toMillis(),
        usage.planning().toMillis(),
        0,
        usage.execution().toMillis(),
        ScanPrice.of(usage.bytesScanned()),
        warehouse.name(),
        false);
  }

  /// Stops the query that `asker` submitted, if it still runs. Throws [Problem.UnknownQuery] if
  /// there is none, or another's.
  public void cancel(String id, String asker) {
    SubmittedQuery query = find(id, asker);
    switch (warehouse.state(query.id())) {
      case WarehouseState.Queued _ -> warehouse.cancel(query.id());
      case WarehouseState.Running _ -> warehouse.cancel(query.id());
      case WarehouseState.Succeeded _ -> {}
      case WarehouseState.Failed _ -> {}
      case WarehouseState.Cancelled _ -> {}
    }
  }

  private SubmittedQuery find(String id, String asker) {
    return submitted
        .find(id)
        .filter(query -> query.startedBy().equals(asker))
        .orElseThrow(() -> new ProblemException(new Problem.UnknownQuery(id)));
  }
}
