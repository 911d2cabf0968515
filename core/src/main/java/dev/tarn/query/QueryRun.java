package dev.tarn.query;

import dev.tarn.problem.ProblemException;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One attempt at a query, from its SQL to its rows: [#accept], [#plan], [#fetch] and [#rows], in
/// this order. Not for use by many threads.
final class QueryRun implements AutoCloseable {
  /// Where more rows than this are wanted, all files are fetched at once.
  private static final long MOST_IN_WAVES = 1_000;

  /// How much larger each wave is than the one before it.
  private static final int WAVE_GROWTH = 4;

  private final SqlEngine engine;
  private final ScanFetcher fetcher;
  private final Query query;
  private final QueryLimits limits;
  private final TimeLimit time;
  private final ScratchSpace.Directory directory;
  private SqlSession session;
  private List<QueryTable> seen = List.of();
  private Optional<QueryPlan> plan = Optional.empty();
  private final List<FetchedTable> tables = new ArrayList<>();
  private Optional<RowCursor> rows = Optional.empty();
  private FetchFigures figures = FetchFigures.NONE;
  private StoreUsage usage = StoreUsage.NONE;
  private long rowGroups;
  private boolean unread;

  QueryRun(
      SqlEngine engine,
      ScanFetcher fetcher,
      ScratchSpace scratch,
      Query query,
      QueryLimits limits,
      TimeLimit time) {
    this.engine = engine;
    this.fetcher = fetcher;
    this.query = query;
    this.limits = limits;
    this.time = time;
    this.directory = scratch.directory();
    try {
      this.session = engine.open(limits, directory.path());
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Accepts the query's SQL, over the tables that `resolve` gives for the names in it.
  void accept(Function<Set<String>, List<QueryTable>> resolve) {
    seen = resolve.apply(session.accept(query.sql()));
  }

  /// The tables of what was accepted.
  List<QueryTable> seen() {
    return seen;
  }

  /// What names the result in this media type, if the same is answered each time.
  Optional<ResultTag> tag(String mediaType) {
    return session.isRepeatable()
        ? Optional.of(ResultTag.of(query, seen, engine.version(), mediaType))
        : Optional.empty();
  }

  /// The plan for what was accepted, which is made once.
  QueryPlan plan() {
    if (plan.isEmpty()) {
      plan = Optional.of(QueryPlan.of(seen, scans(seen)));
    }
    return plan.get();
  }

  private List<TableScan> scans(List<QueryTable> seen) {
    return session.plan(
        seen.stream().map(table -> new TypedTable(table.snapshot().definition())).toList(),
        query.parameters());
  }

  /// Fetches what the plan needs. Nothing is fetched of a query that needs more than its limits
  /// allow.
  void fetch() {
    if (plan().limit().isPresent() && plan().limit().getAsLong() <= MOST_IN_WAVES) {
      fetchInWaves(plan().tables().getFirst(), plan().limit().getAsLong());
      return;
    }
    List<FetchPlan> fetches = new ArrayList<>();
    for (PlannedTable table : plan().tables()) {
      fetches.add(fetchPlan(table, table.selection().files()));
    }
    for (int i = 0; i < fetches.size(); i++) {
      PlannedTable table = plan().tables().get(i);
      tables.add(table.over(fetch(table, fetches.get(i))));
    }
  }

  /// Runs the statement over a few files, then over more, until it has the rows that it wants: each
  /// time as a whole, so that its rows are of one run.
  private void fetchInWaves(PlannedTable planned, long wanted) {
    PlannedTable table = planned;
    List<LocalFile> local = new ArrayList<>();
    List<DataFile> left = smallestFirst(table.selection().files());
    for (long enough = wanted; ; enough *= WAVE_GROWTH) {
      List<DataFile> wave = wave(left, enough);
      left = left.subList(wave.size(), left.size());
      local.addAll(fetch(table, fetchPlan(table, wave)));
      if (left.isEmpty()) {
        tables.add(table.over(local));
        return;
      }
      Optional<BufferedRows> found = run(table.over(local));
      if (found.isPresent() && found.get().size() >= wanted) {
        rows = Optional.of(found.get());
        return;
      }
      PlannedTable next = planAgain(table);
      boolean same = next.predicate().equals(table.predicate());
      if (!same) {
        // It depends on the time, and what was left out for it then may matter now.
        local.clear();
        left = next.selection().files();
      }
      table = next;
      if (!same || found.isEmpty()) {
        enough = Long.MAX_VALUE / WAVE_GROWTH;
      }
    }
  }

  private static List<DataFile> smallestFirst(List<DataFile> files) {
    return files.stream().sorted(Comparator.comparingLong(DataFile::bytes)).toList();
  }

  private static List<DataFile> wave(List<DataFile> files, long rows) {
    int count = 0;
    for (long sum = 0; count < files.size() && sum < rows; count++) {
      sum += files.get(count).rows();
    }
    return files.subList(0, count);
  }

  private Optional<BufferedRows> run(FetchedTable table) {
    try (RowCursor cursor = session.execute(List.of(table))) {
      return BufferedRows.of(cursor);
    }
  }

  private PlannedTable planAgain(PlannedTable table) {
    session.close();
    session = engine.open(limits, directory.path());
    var _ = session.accept(query.sql());
    return QueryPlan.of(List.of(table.table()), scans(List.of(table.table()))).tables().getFirst();
  }

  private FetchPlan fetchPlan(PlannedTable table, List<DataFile> files) {
    try {
      FetchPlan fetch = fetcher.plan(table.scan(files), time);
      figures = figures.plus(fetch.figures());
      plan().requireWithin(limits, figures);
      return fetch;
    } catch (ProblemException e) {
      throw unread(table, e);
    }
  }

  private List<LocalFile> fetch(PlannedTable table, FetchPlan fetch) {
    try {
      FetchPlan.Fetched fetched = fetch.fetch(directory.path(), time);
      rowGroups += fetched.rowGroups();
      return fetched.files();
    } catch (ProblemException e) {
      throw unread(table, e);
    } finally {
      usage = usage.plus(fetch.usage());
    }
  }

  private ProblemException unread(PlannedTable table, ProblemException failure) {
    unread = failure.problem() instanceof dev.tarn.problem.Problem.DamagedFile;
    return table.table().unread(failure);
  }

  /// Whether files of the plan were not in the store as it has them.
  boolean isUnread() {
    return unread;
  }

  /// The rows of the answer, computed as the cursor moves; over no files where none were fetched.
  RowCursor rows() {
    return rows.orElseGet(() -> session.execute(tables));
  }

  /// The columns of the answer, by running the statement over no rows.
  List<ResultColumn> columns() {
    List<FetchedTable> empty =
        plan().tables().stream().map(table -> table.over(List.of())).toList();
    try (RowCursor cursor = session.execute(empty)) {
      return cursor.columns();
    }
  }

  /// Row groups in what was fetched.
  long rowGroups() {
    return rowGroups;
  }

  /// Files that were read, or whose rows were counted.
  long files() {
    return figures.files();
  }

  /// What was asked of the store for data files.
  StoreUsage usage() {
    return usage;
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      directory.close();
    }
  }
}
