package dev.tarn.export.part;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;

/// A JSON object a line, each line ended.
final class NdjsonPart implements PartWriter {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private final CompressedFile file;
  private final JsonGenerator generator;
  private final JsonRecords records;

  NdjsonPart(CompressedFile file) throws IOException {
    this.file = file;
    generator = JSON.createGenerator(file);
    generator.setRootValueSeparator(null);
    records = new JsonRecords(generator);
  }

  @Override
  public void write(GenericRecord record) throws IOException {
    records.write(record.getSchema(), record);
    generator.writeRaw('\n');
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void close() throws IOException {
    generator.close();
  }
}
