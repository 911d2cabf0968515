package dev.tarn.export.part;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Comma-separated values in UTF-8 (RFC 4180, with lines ended by `\n`), the first line of which
/// names the columns. Nothing between commas is null, two quotes are an empty string; arrays, maps
/// and records are JSON.
final class CsvPart implements PartWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final CompressedFile file;
  private final CsvWriter writer;

  private CsvPart(CompressedFile file, CsvWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  static CsvPart open(Schema schema, CompressedFile file) {
    Writer text = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
    CsvWriter writer =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(text);
    writer.writeRecord(schema.getFields().stream().map(Schema.Field::name).toList());
    return new CsvPart(file, writer);
  }

  @Override
  public void write(GenericRecord record) throws IOException {
    List<@Nullable String> cells = new ArrayList<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      cells.add(cell(field.schema(), record.get(field.pos())));
    }
    writer.writeRecord(cells);
  }

  private static @Nullable String cell(Schema schema, @Nullable Object value) throws IOException {
    if (value == null) {
      return null;
    }
    Schema type = ScalarText.present(schema);
    return switch (type.getType()) {
      case RECORD, ARRAY, MAP -> json(type, value);
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM, BYTES, FIXED, NULL, UNION ->
          ScalarText.of(type, value);
    };
  }

  private static String json(Schema type, Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      new JsonRecords(json).write(type, value);
    }
    return text.toString();
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
