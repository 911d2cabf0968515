package dev.tarn.query;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A result as comma-separated values in UTF-8 (RFC 4180), with a header. Nothing between commas is
/// null, two quotes are an empty string, and other values are as [ResultText] has them.
public final class CsvResultWriter implements ResultWriter {
  @Override
  public String mediaType() {
    return "text/csv";
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
    try (CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(
                new BufferedWriter(
                    new OutputStreamWriter(
                        new BoundedOutputStream(out, limits.resultBytes()),
                        StandardCharsets.UTF_8)))) {
      csv.writeRecord(ResultColumn.distinctNames(rows.columns()));
      int width = rows.columns().size();
      while (rows.next()) {
        counter.count();
        List<@Nullable String> cells = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
          Object value = rows.value(column);
          cells.add(value == null ? null : ResultText.of(value));
        }
        csv.writeRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statistics.apply(counter.rows());
  }
}
