package dev.tarn.query;

import dev.tarn.query.PageRows.PageStart;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// One page of records: the query to run for it, and once that was run, where the next page begins.
/// Not for use by many threads.
public final class RecordPage {
  private final Query query;
  private final int keys;
  private final int limit;
  private final PageStart start;
  private final Function<PageStart, String> cursors;
  private @Nullable PageRows rows;

  RecordPage(
      Query query, int keys, int limit, PageStart start, Function<PageStart, String> cursors) {
    this.query = query;
    this.keys = keys;
    this.limit = limit;
    this.start = start;
    this.cursors = cursors;
  }

  /// What to run, with a writer of [#writer].
  public Query query() {
    return query;
  }

  /// The cursor of the next page; empty before the rows were read, and where there is none.
  public Optional<String> next() {
    return Optional.ofNullable(rows).filter(PageRows::more).map(read -> cursors.apply(read.end()));
  }

  /// Writes the page's rows by `writer`.
  public ResultWriter writer(ResultWriter writer) {
    return new ResultWriter() {
      @Override
      public String mediaType() {
        return writer.mediaType();
      }

      @Override
      public boolean carriesStatistics() {
        return writer.carriesStatistics();
      }

      @Override
      public QueryStatistics write(
          RowCursor all,
          QueryLimits limits,
          LongFunction<QueryStatistics> statistics,
          OutputStream out) {
        PageRows read = new PageRows(all, keys, limit, start);
        rows = read;
        return writer.write(read, limits, statistics, out);
      }
    };
  }
}
