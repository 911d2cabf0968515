package dev.tarn.query.arrow;

import dev.tarn.query.BoundedOutputStream;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.ResultType;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.RowCursor;
import dev.tarn.query.RowLimit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongFunction;

/// A result as an Arrow stream, in record batches of up to 16,384 rows or some 4 MiB, uncompressed.
public final class ArrowResultWriter implements ResultWriter {
  private static final int BATCH_ROWS = 1 << 14;
  private static final long BATCH_BYTES = 4L << 20;

  @Override
  public String mediaType() {
    return "application/vnd.apache.arrow.stream";
  }

  @Override
  public boolean carriesStatistics() {
    return false;
  }

  @Override
  public QueryStatistics write(
      RowCursor rows,
      QueryLimits limits,
      LongFunction<QueryStatistics> statistics,
      OutputStream out) {
    RowLimit counter = new RowLimit(limits.resultRows());
    try {
      OutputStream buffered =
          new BufferedOutputStream(new BoundedOutputStream(out, limits.resultBytes()), 1 << 16);
      ArrowMessages messages = new ArrowMessages(buffered);
      List<ResultType> types =
          rows.columns().stream().map(column -> ResultType.parse(column.type())).toList();
      List<ArrowColumn> columns = types.stream().map(ArrowColumn::of).toList();
      messages.schema(ResultColumn.distinctNames(rows.columns()), types);
      int batch = 0;
      while (rows.next()) {
        counter.count();
        for (int column = 0; column < columns.size(); column++) {
          columns.get(column).add(rows.value(column));
        }
        batch++;
        if (isFull(batch, columns)) {
          flush(batch, columns, messages);
          batch = 0;
        }
      }
      if (batch > 0) {
        flush(batch, columns, messages);
      }
      messages.end();
      buffered.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statistics.apply(counter.rows());
  }

  private static boolean isFull(int rows, List<ArrowColumn> columns) {
    return rows == BATCH_ROWS
        || columns.stream().mapToLong(ArrowColumn::bytes).sum() >= BATCH_BYTES;
  }

  private static void flush(int rows, List<ArrowColumn> columns, ArrowMessages messages)
      throws IOException {
    BatchLayout layout = new BatchLayout();
    columns.forEach(column -> column.layOut(layout));
    messages.batch(rows, layout);
    columns.forEach(ArrowColumn::clear);
  }
}
