package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// A result as one JSON document: `{"columns": [{"name", "type"}], "rows": [[…]], "stats": {…}}`.
public final class JsonResultWriter implements ResultWriter {
  private final Supplier<Optional<String>> next;
  private final JsonFactory factory =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /// A result that is whole.
  public JsonResultWriter() {
    this(Optional::empty);
  }

  /// A result that others may follow: the document has `"next"` before its statistics, if there is
  /// one once the rows are written.
  public JsonResultWriter(Supplier<Optional<String>> next) {
    this.next = next;
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public boolean carriesStatistics() {
    return true;
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
      json.writeStartObject();
      writeColumns(rows.columns(), json);
      long count = writeRows(rows, limits.resultRows(), json);
      Optional<String> following = next.get();
      if (following.isPresent()) {
        json.writeStringField("next", following.get());
      }
      json.flush();
      QueryStatistics known = statistics.apply(count);
      json.writeFieldName("stats");
      known.write(json);
      json.writeEndObject();
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeColumns(List<ResultColumn> columns, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("columns");
    for (ResultColumn column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static long writeRows(RowCursor rows, long limit, JsonGenerator json) throws IOException {
    JsonValueWriter values = new JsonValueWriter(json);
    RowLimit counter = new RowLimit(limit);
    int width = rows.columns().size();
    json.writeArrayFieldStart("rows");
    while (rows.next()) {
      counter.count();
      json.writeStartArray();
      for (int column = 0; column < width; column++) {
        values.write(rows.value(column));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    return counter.rows();
  }
}
