package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RandomRecords;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What was posted as JSON is what parquet-avro's reader gives, for random schemas of all types.
/// The expected records are made by [AvroOracle].
final class RoundTripTest {
  private static final int SCHEMAS = 300;
  private static final int RECORDS = 12;

  static IntStream seeds() {
    return IntStream.range(0, SCHEMAS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void recordsComeBackAsTheyWerePosted(int seed) throws IOException {
    RandomRecords random = new RandomRecords(seed);
    Schema schema = random.schema(seed % 10 == 0 ? 150 : 12);
    DatasetDefinition definition = Datasets.of(schema);
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      posted.add(random.record(schema));
    }
    boolean lines = seed % 2 == 0;
    String body = lines ? String.join("\n", posted) : posted.toString();

    RecordBatch batch =
        RecordDecoder.compile(definition, DecodeLimits.DEFAULT)
            .decode(
                lines ? RecordFormat.NDJSON : RecordFormat.JSON,
                body.getBytes(StandardCharsets.UTF_8));
    assertThat(batch.reasons()).isEmpty();
    EncodedFile file =
        new ParquetEncoder(definition).encode(batch, IntStream.range(0, RECORDS).toArray());

    assertThat(ParquetBack.records(file.content()).stream().map(RoundTripTest::plain).toList())
        .as("seed %d, schema %s", seed, schema)
        .isEqualTo(posted.stream().map(json -> plain(AvroOracle.record(schema, json))).toList());
  }

  /// `value` without what differs between records that are the same: the classes of strings and
  /// lists, the order of maps, the sign of zero (see [AvroOracle]).
  private static Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case GenericRecord record -> {
        List<Object> fields = new ArrayList<>();
        for (Schema.Field field : record.getSchema().getFields()) {
          fields.add(field.name());
          fields.add(plain(record.get(field.pos())));
        }
        yield fields;
      }
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, each) -> sorted.put(key.toString(), plain(each)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(RoundTripTest::plain).toList();
      case CharSequence text -> text.toString();
      case ByteBuffer bytes ->
          ByteBuffer.wrap(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      case Float number -> number == 0 ? 0f : number;
      case Double number -> number == 0 ? 0.0 : number;
      default -> value;
    };
  }
}
