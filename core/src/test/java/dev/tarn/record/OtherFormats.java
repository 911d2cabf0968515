package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.tarn.parquet.AvroOracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/// Records given as JSON, in other formats, as libraries write them.
public final class OtherFormats {
  private static final JsonFactory JSON = new JsonFactory();

  private OtherFormats() {}

  /// A CSV with a column for each field of `schema`.
  public static byte[] csv(Schema schema, List<String> records, LineDelimiter lines) {
    StringWriter text = new StringWriter();
    List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(lines).quoteStrategy(QuoteStrategies.EMPTY).build(text)) {
      csv.writeRecord(names);
      for (String each : records) {
        Map<String, String> cells = cells(each);
        csv.writeRecord(names.stream().map(cells::get).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> cells(String json) throws IOException {
    Map<String, String> cells = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        if (token == JsonToken.VALUE_STRING) {
          cells.put(name, parser.getText());
        } else if (token != JsonToken.VALUE_NULL) {
          String scalar = token.isScalarValue() ? parser.getText() : "";
          parser.skipChildren();
          int to = (int) parser.currentLocation().getCharOffset();
          cells.put(name, scalar.isEmpty() ? json.substring(from, to) : scalar);
        }
      }
    }
    return cells;
  }

  /// An Avro file with `blockBytes` to a block, written by `schema`.
  public static byte[] avro(
      Schema schema, List<String> records, CodecFactory codec, int blockBytes) {
    return avroOf(schema, avroRecords(schema, records), codec, blockBytes);
  }

  /// The records as Avro's own.
  public static List<GenericRecord> avroRecords(Schema schema, List<String> records) {
    List<GenericRecord> all = new ArrayList<>();
    for (String each : records) {
      all.add(AvroOracle.record(schema, each));
    }
    return all;
  }

  /// An Avro file with `blockBytes` to a block.
  public static byte[] avroOf(
      Schema schema, List<GenericRecord> records, CodecFactory codec, int blockBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(codec);
      writer.setSyncInterval(blockBytes);
      writer.create(schema, out);
      for (GenericRecord each : records) {
        writer.append(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
