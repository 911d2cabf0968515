package dev.tarn.query;

import dev.tarn.dataset.DatasetName;
import dev.tarn.metric.Measurement;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.TableStates;
import dev.tarn.table.Tables;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one query: accept its SQL, take snapshots of the datasets it names, plan what it needs
/// of each, fetch that, run it, and say what it took.
public final class Querying {
  private static final Logger LOG = LoggerFactory.getLogger(Querying.class);
  private static final int ATTEMPTS = 2;

  private final Tables tables;
  private final SqlEngine engine;
  private final ScanFetcher fetcher;
  private final ScratchSpace scratch;
  private final QueryPrice price;
  private final Metrics metrics;

  /// Reads `tables` through `engine`, keeping what it fetches in `scratch` for as long as it runs.
  public Querying(
      Tables tables,
      SqlEngine engine,
      ScanFetcher fetcher,
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
  ///
  /// Where a file is not in the store as the snapshot has it, the query is planned once more on
  /// what the datasets are by then.
  public QueryStatistics answer(
      Query query, QueryLimits limits, ResultWriter writer, OutputStream out) {
    return switch (answer(query, limits, writer, out, tag -> false)) {
      case QueryOutcome.Answered answered -> answered.statistics();
      case QueryOutcome.Unchanged(ResultTag tag) -> throw new IllegalStateException("not known");
    };
  }

  /// Writes the answer to `out` unless its tag is `known`, which is found out before data is read.
  /// Where a problem is thrown, part of an answer may be in `out`.
  public QueryOutcome answer(
      Query query,
      QueryLimits limits,
      ResultWriter writer,
      OutputStream out,
      java.util.function.Predicate<ResultTag> known) {
    Stopwatch watch = new Stopwatch();
    Attempt attempt =
        attempt(query, limits, new TimeLimit(limits.time()), watch, writer.mediaType(), known);
    try (QueryRun run = attempt.run()) {
      if (!attempt.read()) {
        return new QueryOutcome.Unchanged(attempt.tag().orElseThrow());
      }
      CountedOutputStream counted = new CountedOutputStream(out);
      QueryStatistics statistics;
      try (RowCursor rows = run.rows()) {
        statistics =
            writer.write(
                rows,
                limits,
                count -> statistics(attempt, watch.stop(), count, counted.bytes()),
                counted);
      }
      measure(statistics);
      return new QueryOutcome.Answered(statistics, attempt.tag());
    }
  }

  /// A run that has fetched its files, or one whose result is known.
  ///
  /// @param spent what was asked of the store for a run before it, in vain
  /// @param tag of its result, if that is the same each time
  private record Attempt(QueryRun run, StoreUsage spent, Optional<ResultTag> tag, boolean read) {}

  private Attempt attempt(
      Query query,
      QueryLimits limits,
      TimeLimit time,
      Stopwatch watch,
      String mediaType,
      java.util.function.Predicate<ResultTag> known) {
    StoreUsage spent = StoreUsage.NONE;
    for (int attempt = 1; ; attempt++) {
      Query asked = attempt == 1 ? query : query.anew();
      QueryRun run = open(asked, limits, time);
      try {
        run.accept(names -> resolve(names, asked));
        Optional<ResultTag> tag = run.tag(mediaType);
        if (tag.isPresent() && known.test(tag.get())) {
          return new Attempt(run, spent, tag, false);
        }
        run.plan();
        watch.planned();
        run.fetch();
        watch.fetched();
        return new Attempt(run, spent, tag, true);
      } catch (RuntimeException e) {
        run.close();
        if (!run.isUnread() || attempt == ATTEMPTS) {
          throw e;
        }
        LOG.info("a query is planned again, since a file is not as its snapshot has it", e);
        spent = run.usage().plus(run.plan().logUsage());
      }
    }
  }

  private QueryRun open(Query query, QueryLimits limits, TimeLimit time) {
    return new QueryRun(engine, fetcher, scratch, query, limits, time);
  }

  /// What the query would read and cost, as far as that is known before: no data file is read.
  public QueryExplanation explain(Query query, QueryLimits limits) {
    try (QueryRun run = open(query, limits, new TimeLimit(limits.time()))) {
      run.accept(names -> resolve(names, query));
      return QueryExplanation.of(run.plan(), fetcher, price, engine.name());
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
    try (QueryRun run = empty(query, limits)) {
      return new Checked(run.plan().versions().keySet(), run.columns());
    }
  }

  /// The datasets that the query reads, as it sees them, once it is checked as by [#check].
  List<QueryTable> tables(Query query, QueryLimits limits) {
    try (QueryRun run = empty(query, limits)) {
      var _ = run.columns();
      return run.seen();
    }
  }

  private QueryRun empty(Query query, QueryLimits limits) {
    QueryRun run = open(query, limits, new TimeLimit(limits.time()));
    try {
      run.accept(names -> resolve(names, query));
      var _ = run.plan();
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
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
      TableStates states = states(table, dataset, query);
      TableSnapshot snapshot = states.read();
      Optional<Predicate> ofReader = seen.condition(states);
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

  private static TableStates states(Table table, DatasetName dataset, Query query) {
    TableStates taken = query.taken().get(dataset);
    return taken != null
        ? taken
        : table.states(query.asOf().getOrDefault(dataset, new SnapshotTime.Latest()));
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

  private QueryStatistics statistics(
      Attempt attempt, Stopwatch.Times times, long rows, long answerBytes) {
    QueryRun run = attempt.run();
    StoreUsage usage = run.usage().plus(run.plan().logUsage()).plus(attempt.spent());
    return new QueryStatistics(
        run.plan().versions(),
        run.plan().filesTotal(),
        run.files(),
        run.rowGroups(),
        run.plan().bytesTotal(),
        run.usage().bytesRead(),
        usage,
        rows,
        times.elapsed(),
        times.plan(),
        times.fetch(),
        times.execute(),
        price.of(usage, times.elapsed(), answerBytes),
        engine.name(),
        run.plan().hidesRows());
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
