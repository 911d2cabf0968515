package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongFunction;

/// A result as one JSON object a line, each line ended. Columns of the same name are told apart by
/// a number: `a`, `a_1`, `a_2`.
public final class NdjsonResultWriter implements ResultWriter {
  private final JsonFactory factory =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  @Override
  public String mediaType() {
    return "application/x-ndjson";
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
    try (JsonGenerator json =
        factory.createGenerator(new BoundedOutputStream(out, limits.resultBytes()))) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.setPrettyPrinter(new MinimalPrettyPrinter(""));
      JsonValueWriter values = new JsonValueWriter(json);
      RowLimit counter = new RowLimit(limits.resultRows());
      List<String> names = ResultColumn.distinctNames(rows.columns());
      while (rows.next()) {
        counter.count();
        json.writeStartObject();
        for (int column = 0; column < names.size(); column++) {
          json.writeFieldName(names.get(column));
          values.write(rows.value(column));
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
      json.flush();
      return statistics.apply(counter.rows());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
