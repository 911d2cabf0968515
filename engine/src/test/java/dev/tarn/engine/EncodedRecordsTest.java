package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.AvroOracle;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.query.FetchedTable;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TypedTable;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RandomRecords;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of random schemas, posted as JSON and encoded as Parquet, are the rows that SQL answers.
class EncodedRecordsTest {
  private static final int SCHEMAS = 40;
  private static final int RECORDS = 12;
  private static final DuckDbEngine ENGINE = new DuckDbEngine();

  @TempDir Path directory;

  static IntStream seeds() {
    return IntStream.range(0, SCHEMAS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void recordsAreTheRowsThatSqlAnswers(int seed) throws IOException {
    RandomRecords random = new RandomRecords(seed);
    DatasetDefinition definition = Datasets.of(random.schema(12));
    Schema schema = definition.schema();
    List<String> posted = IntStream.range(0, RECORDS).mapToObj(i -> random.record(schema)).toList();
    LocalFile file = encode(definition, posted);

    List<List<Object>> rows = new ArrayList<>();
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      session.accept("SELECT * FROM readings");
      session.plan(List.of(new TypedTable(definition)), List.of());
      FetchedTable table =
          new FetchedTable(definition, Map.of(1, schema), List.of(file), Predicate.ALWAYS, false);
      try (RowCursor cursor = session.execute(List.of(table))) {
        for (List<@Nullable Object> row : Lake.read(cursor).rows()) {
          rows.add(row.subList(0, row.size() - 1).stream().map(EncodedRecordsTest::plain).toList());
          assertThat(row.getLast()).isEqualTo(file.eventDate());
        }
      }
    }

    assertThat(rows)
        .as("seed %d, schema %s", seed, schema)
        .isEqualTo(posted.stream().map(json -> expected(schema, json)).toList());
  }

  private LocalFile encode(DatasetDefinition definition, List<String> posted) throws IOException {
    RecordBatch batch =
        RecordDecoder.compile(definition, DecodeLimits.DEFAULT)
            .decode(
                RecordFormat.NDJSON, String.join("\n", posted).getBytes(StandardCharsets.UTF_8));
    Path path = directory.resolve("records.parquet");
    Files.write(
        path,
        new ParquetEncoder(definition)
            .encode(batch, IntStream.range(0, RECORDS).toArray())
            .content());
    return new LocalFile(path, 1, LocalDate.parse("2026-01-01"));
  }

  private static List<Object> expected(Schema schema, String json) {
    GenericRecord record = AvroOracle.record(schema, json);
    return schema.getFields().stream()
        .map(field -> plain(value(field.schema(), record.get(field.pos()))))
        .toList();
  }

  private static @Nullable Object value(Schema schema, @Nullable Object avro) {
    if (avro == null) {
      return null;
    }
    Schema type = SqlTypes.present(schema);
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date -> LocalDate.ofEpochDay(number(avro));
      case LogicalTypes.TimeMillis time -> LocalTime.ofNanoOfDay(number(avro) * 1_000_000);
      case LogicalTypes.TimeMicros time -> LocalTime.ofNanoOfDay(number(avro) * 1_000);
      case LogicalTypes.TimestampMillis time -> Instant.ofEpochMilli(number(avro));
      case LogicalTypes.TimestampMicros time -> Instant.EPOCH.plus(number(avro), ChronoUnit.MICROS);
      case LogicalTypes.Uuid uuid -> avro instanceof GenericFixed fixed ? uuid(fixed) : avro;
      case LogicalTypes.Decimal decimal -> {
        BigDecimal exact = new BigDecimal(new BigInteger(bytes(avro)), decimal.getScale());
        yield decimal.getPrecision() > 38 ? (Object) exact.doubleValue() : exact;
      }
      case null, default -> nested(type, avro);
    };
  }

  private static Object nested(Schema type, Object avro) {
    return switch (avro) {
      case Integer number -> number.longValue();
      case Float number -> number.doubleValue();
      case ByteBuffer bytes -> bytes(bytes);
      case GenericFixed fixed -> fixed.bytes();
      case GenericRecord record -> {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
          fields.put(field.name(), value(field.schema(), record.get(field.pos())));
        }
        yield fields;
      }
      case List<?> list -> {
        List<@Nullable Object> values = new ArrayList<>();
        list.forEach(each -> values.add(value(type.getElementType(), each)));
        yield values;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new TreeMap<>();
        map.forEach((key, each) -> values.put(key.toString(), value(type.getValueType(), each)));
        yield values;
      }
      case Boolean flag -> flag;
      case Long number -> number;
      case Double number -> number;
      default -> avro.toString();
    };
  }

  /// `value` in a form that is equal where the value is the same, whatever the sign of zero.
  private static Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Double number -> number == 0 ? 0.0 : number;
      case List<?> list -> list.stream().map(EncodedRecordsTest::plain).toList();
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, each) -> sorted.put(key.toString(), plain(each)));
        yield sorted;
      }
      default -> value instanceof CharSequence ? value.toString() : value;
    };
  }

  private static long number(Object avro) {
    return ((Number) avro).longValue();
  }

  private static String uuid(GenericFixed fixed) {
    ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static byte[] bytes(Object avro) {
    return switch (avro) {
      case GenericFixed fixed -> fixed.bytes();
      case ByteBuffer buffer -> {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        yield bytes;
      }
      default -> throw new IllegalArgumentException(avro.getClass().getName());
    };
  }
}
