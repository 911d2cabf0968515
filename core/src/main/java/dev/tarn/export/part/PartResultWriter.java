package dev.tarn.export.part;

import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.RowCursor;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Writes a result into parts instead of an answer, to which it writes nothing.
public final class PartResultWriter implements ResultWriter {
  private final Function<Schema, Parts> parts;
  private @Nullable Schema schema;

  /// @param parts opens the parts, when the result's schema is known
  public PartResultWriter(Function<Schema, Parts> parts) {
    this.parts = parts;
  }

  /// Throws [dev.tarn.problem.Problem.SqlRefused] if no part can have such columns.
  public static void requireWritable(List<ResultColumn> columns) {
    var _ = ResultSchema.of(columns);
  }

  /// The schema of the result that was written.
  public Schema schema() {
    Schema written = schema;
    if (written == null) {
      throw new IllegalStateException("no result was written");
    }
    return written;
  }

  @Override
  public String mediaType() {
    return "application/octet-stream";
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
    Schema of = ResultSchema.of(rows.columns());
    schema = of;
    long count = 0;
    try (Parts open = parts.apply(of)) {
      while (rows.next()) {
        open.write(ResultRecord.of(of, rows));
        count++;
      }
      open.finish();
    }
    return statistics.apply(count);
  }
}
