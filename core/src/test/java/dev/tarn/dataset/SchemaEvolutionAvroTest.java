package dev.tarn.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.dataset.SchemaEvolution.Outcome;
import dev.tarn.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Avro itself, asked whether what is accepted can be read.
class SchemaEvolutionAvroTest {
  private static final int CHAINS = 60;
  private static final int STEPS = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_26, 987_654_321})
  void avroReadsEveryEarlierSchemasRecordsByTheLatest(long seed) throws IOException {
    int accepted = 0;
    int refused = 0;
    for (int chain = 0; chain < CHAINS; chain++) {
      RandomSchemas schemas = new RandomSchemas(seed * CHAINS + chain);
      List<Schema> versions = new ArrayList<>(List.of(schemas.record()));
      for (int step = 0; step < STEPS; step++) {
        Schema latest = versions.getLast();
        Schema proposed = schemas.mutate(latest);
        if (evolves(latest, proposed)) {
          versions.add(proposed);
          accepted++;
        } else {
          refused++;
        }
      }
      Schema reader = withImpliedDefaults(versions.getLast());
      for (Schema writer : versions) {
        assertReadable(writer, reader, seed);
      }
    }
    assertThat(accepted).as("changes accepted").isGreaterThan(200);
    assertThat(refused).as("changes refused").isGreaterThan(200);
  }

  private static boolean evolves(Schema current, Schema proposed) {
    try {
      DefinitionRules.check(definition(proposed));
      Outcome outcome = SchemaEvolution.check(definition(current), definition(proposed));
      return outcome.equals(new Outcome.Compatible(true));
    } catch (ProblemException e) {
      return false;
    }
  }

  /// In Avro's JSON encoding, since its binary decoder counts the bytes left by the reader's types
  /// and so refuses widened elements of arrays and maps.
  private static void assertReadable(Schema writer, Schema reader, long seed) throws IOException {
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType())
        .as("%s read by %s", writer, reader)
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    for (Object record : new RandomData(writer, 3, seed)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Encoder encoder = EncoderFactory.get().jsonEncoder(writer, bytes);
      new GenericDatumWriter<>(writer).write(record, encoder);
      encoder.flush();
      Decoder decoder =
          DecoderFactory.get().jsonDecoder(writer, bytes.toString(StandardCharsets.UTF_8));
      Object read = new GenericDatumReader<>(writer, reader).read(null, decoder);
      assertThat(read).isNotNull();
    }
  }

  /// What Avro needs said and we imply: an optional field's default is null if it has none. Null
  /// comes first then, as Avro's reader takes a null default for an enum, record or fixed before
  /// it.
  private static Schema withImpliedDefaults(Schema schema) {
    return switch (schema.getType()) {
      case RECORD ->
          Schema.createRecord(
              schema.getFullName(),
              null,
              null,
              false,
              schema.getFields().stream()
                  .map(SchemaEvolutionAvroTest::withImpliedDefault)
                  .toList());
      case UNION ->
          Schema.createUnion(
              schema.getTypes().stream()
                  .map(SchemaEvolutionAvroTest::withImpliedDefaults)
                  .toList());
      case ARRAY -> Schema.createArray(withImpliedDefaults(schema.getElementType()));
      case MAP -> Schema.createMap(withImpliedDefaults(schema.getValueType()));
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING, FIXED, ENUM -> schema;
    };
  }

  private static Schema.Field withImpliedDefault(Schema.Field field) {
    Schema type = withImpliedDefaults(field.schema());
    boolean nullable = type.isUnion() || type.getType() == Schema.Type.NULL;
    boolean nullDefault =
        field.hasDefaultValue() ? field.defaultVal() instanceof JsonProperties.Null : nullable;
    if (!nullDefault) {
      return new Schema.Field(field, type);
    }
    Schema nullFirst =
        type.isUnion()
            ? Schema.createUnion(Schema.create(Schema.Type.NULL), Optionality.of(type).type())
            : type;
    return new Schema.Field(field.name(), nullFirst, null, Schema.Field.NULL_DEFAULT_VALUE);
  }

  private static DatasetDefinition definition(Schema schema) {
    return new DatasetDefinition(
        Definitions.NAME,
        schema,
        "time",
        List.of(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
