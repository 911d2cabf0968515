package dev.tarn.query;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.DataFile;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers one query: accept its SQL, take snapshots of the datasets it names, plan what it needs
/// of each, fetch that, run it, and say what it took.
public final class Querying {
  private final Tables tables;
  private final SqlEngine engine;
  private final DataFileFetcher fetcher;
  private final ScratchSpace scratch;
  private final QueryPrice price;
  private final Metrics metrics;

  /// Reads `tables` through `engine`, keeping what it fetches in `scratch` for as long as it runs.
  public Querying(
      Tables tables,
      SqlEngine engine,
      DataFileFetcher fetcher,
      ScratchSpace scratch,
      QueryPrice price,
      Metrics metrics) {
    this.tables = tables;
    this.engine = engine;
    this.fetcher = fetcher;
    this.scratch = scratch;
    this.price = price;
    this.metrics = metrics;
  }

  /// Writes the answer to `out`. Where a problem is thrown, part of an answer may be in it.
  public QueryStatistics answer(
      Query query, QueryLimits limits, ResultWriter writer, OutputStream out) {
    Stopwatch watch = new Stopwatch();
    try (ScratchSpace.Directory directory = scratch.directory();
        SqlSession session = engine.open(limits, directory.path())) {
      List<QueryTable> seen = resolve(session.accept(query.sql()), query);
      List<TableScan> scans =
          session.plan(
              seen.stream().map(table -> new TypedTable(table.snapshot().definition())).toList(),
              query.parameters());
      Plan plan = plan(seen, scans, limits);
      watch.planned();
      Fetch fetch = fetch(plan, directory.path());
      watch.fetched();
      QueryStatistics statistics;
      try (RowCursor rows = session.execute(fetch.tables())) {
        statistics =
            writer.write(rows, limits, count -> statistics(plan, fetch, watch, count), out);
      }
      measure(statistics);
      return statistics;
    }
  }

  /// What is known of a query that has not run.
  ///
  /// @param datasets that it reads
  /// @param columns of its result
  public record Checked(Set<String> datasets, List<ResultColumn> columns) {
    public Checked {
      datasets = Set.copyOf(datasets);
      columns = List.copyOf(columns);
    }
  }

  /// Checks the query as [#answer] would, by running it over no rows.
  public Checked check(Query query, QueryLimits limits) {
    try (ScratchSpace.Directory directory = scratch.directory();
        SqlSession session = engine.open(limits, directory.path())) {
      Set<String> names = session.accept(query.sql());
      List<QueryTable> seen = resolve(names, query);
      var _ =
          session.plan(
              seen.stream().map(table -> new TypedTable(table.snapshot().definition())).toList(),
              query.parameters());
      List<FetchedTable> empty =
          seen.stream()
              .map(table ->
                  new FetchedTable(
                      table.snapshot().definition(),
                      table.snapshot().schemas(),
                      List.of(),
                      table.visible(),
                      table.hidesRows()))
              .toList();
      try (RowCursor rows = session.execute(empty)) {
        return new Checked(names, rows.columns());
      }
    }
  }

  private List<QueryTable> resolve(Set<String> names, Query query) {
    query.asOf().keySet().forEach(name -> requireNamed("asOf", name, names));
    query.filters().keySet().forEach(name -> requireNamed("filters", name, names));
    SeenRows seen = new SeenRows(tables, query.reader());
    List<QueryTable> resolved = new ArrayList<>();
    for (String name : names) {
      Table table = seen.open(name);
      DatasetName dataset = new DatasetName(name);
      SnapshotTime time = query.asOf().getOrDefault(dataset, new SnapshotTime.Latest());
      var snapshot = table.snapshot(time);
      Optional<Predicate> ofReader = seen.condition(table, snapshot, time);
      List<Predicate> visible = new ArrayList<>(ofReader.stream().toList());
      String eventTime = snapshot.definition().eventTime();
      query
          .from()
          .ifPresent(
              from -> visible.add(compare(eventTime, Predicate.Comparison.GREATER_OR_EQUAL, from)));
      query.to().ifPresent(to -> visible.add(compare(eventTime, Predicate.Comparison.LESS, to)));
      FilterParser parser = new FilterParser(snapshot.definition());
      query.filters().getOrDefault(dataset, List.of()).forEach(f -> visible.add(parser.parse(f)));
      resolved.add(
          new QueryTable(table, snapshot, new Predicate.And(visible), ofReader.isPresent()));
    }
    return resolved;
  }

  private static Predicate compare(
      String column, Predicate.Comparison comparison, Instant instant) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    return new Predicate.Compare(column, comparison, new Literal.OfTimestamp(micros));
  }

  private static void requireNamed(String field, DatasetName name, Set<String> names) {
    if (!names.contains(name.value())) {
      throw new Problem.MalformedRequest(
              field + " names the dataset '" + name + "', which the SQL does not",
              Optional.of(Place.pointer("/" + field + "/" + name)))
          .exception();
    }
  }

  /// The files to read for each table, and the sizes of all there are.
  private record Plan(
      List<PlannedTable> tables, long filesTotal, long bytesTotal, long filesScanned) {}

  /// A table that the plan does not scan at all needs no file.
  private record PlannedTable(
      QueryTable table, Set<String> columns, Predicate predicate, List<DataFile> files) {}

  private static Plan plan(List<QueryTable> seen, List<TableScan> scans, QueryLimits limits) {
    List<PlannedTable> planned = new ArrayList<>();
    long filesTotal = 0;
    long bytesTotal = 0;
    long bytes = 0;
    long files = 0;
    for (QueryTable table : seen) {
      List<DataFile> all = table.snapshot().files(Predicate.ALWAYS);
      filesTotal += all.size();
      bytesTotal += all.stream().mapToLong(DataFile::bytes).sum();
      Optional<TableScan> scan =
          scans.stream().filter(each -> each.table().equals(table.name())).findFirst();
      List<DataFile> needed = scan.map(each -> table.files(each.predicate())).orElseGet(List::of);
      planned.add(
          new PlannedTable(
              table,
              scan.map(TableScan::columns).orElseGet(Set::of),
              scan.map(TableScan::predicate).orElse(Predicate.ALWAYS),
              needed));
      files += needed.size();
      bytes += needed.stream().mapToLong(DataFile::bytes).sum();
    }
    if (bytes > limits.maxBytes() && seen.stream().anyMatch(QueryTable::hidesRows)) {
      throw new Problem.QueryTooLarge(
              "the query would read more than maxBytes, which is "
                  + limits.maxBytes()
                  + "; narrow its event times")
          .exception();
    }
    if (bytes > limits.maxBytes()) {
      throw new Problem.QueryTooLarge(
              "the query would read "
                  + bytes
                  + " bytes in "
                  + files
                  + " of "
                  + filesTotal
                  + " files, more than maxBytes, which is "
                  + limits.maxBytes()
                  + "; narrow its event times")
          .exception();
    }
    return new Plan(planned, filesTotal, bytesTotal, files);
  }

  private record Fetch(List<FetchedTable> tables, long rowGroups, long bytes, long requests) {}

  private Fetch fetch(Plan plan, Path directory) {
    List<FetchedTable> fetched = new ArrayList<>();
    long rowGroups = 0;
    long bytes = 0;
    long requests = 0;
    for (PlannedTable planned : plan.tables()) {
      QueryTable table = planned.table();
      Predicate predicate = new Predicate.And(List.of(table.visible(), planned.predicate()));
      DataFileFetcher.Fetched files = fetch(planned, predicate, directory);
      fetched.add(
          new FetchedTable(
              table.snapshot().definition(),
              table.snapshot().schemas(),
              files.files(),
              table.visible(),
              table.hidesRows()));
      rowGroups += files.rowGroups();
      bytes += files.bytes();
      requests += files.requests() + table.snapshot().requests();
    }
    return new Fetch(fetched, rowGroups, bytes, requests);
  }

  private DataFileFetcher.Fetched fetch(PlannedTable planned, Predicate predicate, Path directory) {
    try {
      return fetcher.fetch(planned.files(), planned.columns(), predicate, directory);
    } catch (ProblemException e) {
      throw planned.table().unread(e);
    }
  }

  private QueryStatistics statistics(Plan plan, Fetch fetch, Stopwatch watch, long rows) {
    Stopwatch.Times times = watch.stop();
    return new QueryStatistics(
        plan.tables().stream()
            .collect(
                Collectors.toMap(
                    planned -> planned.table().name(),
                    planned -> planned.table().snapshot().version())),
        plan.filesTotal(),
        plan.filesScanned(),
        fetch.rowGroups(),
        plan.bytesTotal(),
        fetch.bytes(),
        fetch.requests(),
        rows,
        times.elapsed(),
        times.plan(),
        times.fetch(),
        times.execute(),
        price.of(fetch.requests(), times.elapsed()),
        engine.name(),
        plan.tables().stream().anyMatch(planned -> planned.table().hidesRows()));
  }

  private void measure(QueryStatistics statistics) {
    List<Measurement> measurements =
        List.of(
            Metric.QUERIES.of(1),
            Metric.QUERY_ROWS.of(statistics.rows()),
            Metric.QUERY_FILES_SCANNED.of(statistics.filesScanned()),
            Metric.QUERY_REQUESTS.of(statistics.requests()),
            Metric.QUERY_BYTES_FETCHED.of(statistics.bytesFetched()),
            Metric.QUERY_TIME.of((double) statistics.elapsedMs()));
    String dataset = statistics.versions().size() == 1 ? only(statistics.versions()) : "-";
    metrics.record(dataset, measurements);
  }

  private static String only(Map<String, Long> versions) {
    return versions.keySet().iterator().next();
  }
}
