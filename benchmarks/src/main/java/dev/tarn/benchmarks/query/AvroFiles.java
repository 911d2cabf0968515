package dev.tarn.benchmarks.query;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ZstdPages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;

/// parquet-avro with a projection and a predicate, over the local files of the days that are asked
/// for.
final class AvroFiles implements Way {
  private final History history;
  private final Schema schema;

  AvroFiles(History history, DatasetDefinition definition) {
    this.history = history;
    this.schema = definition.schema();
  }

  @Override
  public long ask(Question question) throws IOException {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.set(
        AvroReadSupport.AVRO_REQUESTED_PROJECTION, projection(question.avro().fields()).toString());
    Consumer<GenericRecord> answer = question.avro().answer().get();
    long count = 0;
    for (int day = 0; day < history.days(); day++) {
      LocalDate date = History.FIRST.plusDays(day);
      if (question.days().test(date)) {
        count += read(history.files().get(day), configuration, question.avro(), answer);
      }
    }
    return count;
  }

  private static long read(
      Path file,
      ParquetConfiguration configuration,
      AvroQuestion question,
      Consumer<GenericRecord> answer)
      throws IOException {
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file), configuration)
            .withDataModel(GenericData.get())
            .withCodecFactory(new ZstdPages())
            .withFilter(question.predicate().map(FilterCompat::get).orElse(FilterCompat.NOOP))
            .build()) {
      long count = 0;
      for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
        answer.accept(record);
        count++;
      }
      return count;
    }
  }

  /// The schema of `fields` as DuckDB writes them: all may be null, and enums are strings.
  private Schema projection(List<String> fields) {
    return Schema.createRecord(
        schema.getName(),
        schema.getDoc(),
        schema.getNamespace(),
        false,
        schema.getFields().stream()
            .filter(field -> fields.contains(field.name()))
            .map(field -> new Schema.Field(field.name(), nullable(field.schema())))
            .toList());
  }

  private static Schema nullable(Schema type) {
    return switch (type.getType()) {
      case UNION -> type;
      case ENUM -> nullable(Schema.create(Schema.Type.STRING));
      default -> Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    };
  }
}
