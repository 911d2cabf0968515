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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
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

  /// The sign of zero is not compared (see [AvroOracle]).
  private static Object plain(@Nullable Object value) {
    return PlainRecord.of(
        value,
        leaf ->
            switch (leaf) {
              case Float number when number == 0 -> 0f;
              case Double number when number == 0 -> 0.0;
              default -> leaf;
            });
  }
}
