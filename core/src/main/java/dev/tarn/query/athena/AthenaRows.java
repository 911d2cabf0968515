package dev.tarn.query.athena;

import dev.tarn.query.ResultColumn;
import dev.tarn.query.RowCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.Row;

/// The rows of a result, page by page. The first page's first row names the columns.
final class AthenaRows implements RowCursor {
  private final Function<Optional<String>, GetQueryResultsResponse> pages;
  private final List<AthenaColumn> columns;
  private Iterator<Row> page;
  private Optional<String> next;
  private List<Datum> present = List.of();

  /// @param pages the page after a token, or the first one
  AthenaRows(Function<Optional<String>, GetQueryResultsResponse> pages) {
    this.pages = pages;
    GetQueryResultsResponse first = pages.apply(Optional.empty());
    this.columns =
        first.resultSet().resultSetMetadata().columnInfo().stream().map(AthenaColumn::new).toList();
    this.page = first.resultSet().rows().iterator();
    this.next = Optional.ofNullable(first.nextToken());
    if (page.hasNext()) {
      var _ = page.next();
    }
  }

  @Override
  public List<ResultColumn> columns() {
    List<ResultColumn> all = new ArrayList<>();
    columns.forEach(each -> all.add(each.column()));
    return all;
  }

  @Override
  public boolean next() {
    while (!page.hasNext()) {
      if (next.isEmpty()) {
        return false;
      }
      GetQueryResultsResponse following = pages.apply(next);
      page = following.resultSet().rows().iterator();
      next = Optional.ofNullable(following.nextToken());
    }
    present = page.next().data();
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    String text = present.get(column).varCharValue();
    return text == null ? null : columns.get(column).value(text);
  }

  @Override
  public void close() {
    // Nothing is open between pages.
  }
}
