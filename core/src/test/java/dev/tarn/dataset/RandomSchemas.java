package dev.tarn.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Seeded random schemas of every type that [SchemaRules] accept, and random changes of them, fit
/// and unfit ones.
final class RandomSchemas {
  private static final List<Schema.Type> PRIMITIVES =
      List.of(
          Schema.Type.BOOLEAN,
          Schema.Type.INT,
          Schema.Type.LONG,
          Schema.Type.FLOAT,
          Schema.Type.DOUBLE,
          Schema.Type.BYTES,
          Schema.Type.STRING);

  private final Random random;
  private int names;

  RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  /// A record with an event time `time` and up to six other fields.
  Schema record() {
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(
        new Schema.Field(
            "time", LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG))));
    int more = 1 + random.nextInt(6);
    for (int i = 0; i < more; i++) {
      fields.add(field(0));
    }
    return Schema.createRecord("R", null, null, false, fields);
  }

  /// `schema` with something in it changed, or several things, or now and then nothing.
  Schema mutate(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> mutateRecord(schema);
      case UNION -> mutateUnion(schema);
      case ARRAY -> rarely(20) ? type(2) : Schema.createArray(mutate(schema.getElementType()));
      case MAP -> rarely(20) ? type(2) : Schema.createMap(mutate(schema.getValueType()));
      case ENUM -> mutateEnum(schema);
      case FIXED ->
          rarely(20)
              ? Schema.createFixed(schema.getFullName(), null, null, 1 + random.nextInt(20))
              : schema;
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING -> mutatePrimitive(schema);
    };
  }

  private Schema mutateRecord(Schema schema) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      if (field.name().equals("time")) {
        fields.add(new Schema.Field(field, field.schema()));
      } else if (!rarely(60)) {
        fields.add(mutateField(field));
      }
    }
    if (rarely(3)) {
      fields.add(field(1));
    }
    if (rarely(5)) {
      Collections.shuffle(fields, random);
    }
    return Schema.createRecord(schema.getFullName(), null, null, false, fields);
  }

  private Schema.Field mutateField(Schema.Field field) {
    Schema type = rarely(4) ? mutate(field.schema()) : field.schema();
    String name = rarely(80) ? name() : field.name();
    return rarely(6)
        ? defaulted(name, type)
        : new Schema.Field(name, type, null, keep(field, type));
  }

  /// The field's default, if a value of `type` could still be it.
  private static @Nullable Object keep(Schema.Field field, Schema type) {
    return field.hasDefaultValue() && type.equals(field.schema()) ? field.defaultVal() : null;
  }

  private Schema mutateUnion(Schema schema) {
    List<Schema> branches = new ArrayList<>();
    for (Schema branch : schema.getTypes()) {
      branches.add(branch.getType() == Schema.Type.NULL ? branch : mutate(branch));
    }
    if (rarely(5)) {
      Collections.reverse(branches);
    }
    boolean nested = branches.stream().anyMatch(b -> b.isUnion());
    boolean nulls = branches.stream().allMatch(b -> b.getType() == Schema.Type.NULL);
    if (nested || nulls) {
      return schema;
    }
    return rarely(20)
        ? Optionality.of(Schema.createUnion(branches)).type()
        : Schema.createUnion(branches);
  }

  private Schema mutateEnum(Schema schema) {
    List<String> symbols = new ArrayList<>(schema.getEnumSymbols());
    if (rarely(3)) {
      symbols.add(name().toUpperCase(Locale.ROOT));
    }
    if (rarely(10) && symbols.size() > 1) {
      symbols.removeFirst();
    }
    if (rarely(3)) {
      Collections.shuffle(symbols, random);
    }
    return Schema.createEnum(schema.getFullName(), null, null, symbols);
  }

  private Schema mutatePrimitive(Schema schema) {
    return switch (random.nextInt(8)) {
      case 0 -> Schema.create(PRIMITIVES.get(random.nextInt(PRIMITIVES.size())));
      case 1, 2, 3 -> wider(schema);
      case 4 -> schema.getType() == Schema.Type.NULL ? schema : optional(schema);
      case 5 -> random.nextBoolean() ? schema : primitive();
      default -> schema;
    };
  }

  private Schema wider(Schema schema) {
    return switch (schema.getType()) {
      case INT -> Schema.create(random.nextBoolean() ? Schema.Type.LONG : Schema.Type.FLOAT);
      case LONG -> Schema.create(random.nextBoolean() ? Schema.Type.FLOAT : Schema.Type.DOUBLE);
      case FLOAT -> Schema.create(Schema.Type.DOUBLE);
      case NULL, BOOLEAN, DOUBLE, BYTES, STRING, ENUM, FIXED, ARRAY, MAP, RECORD, UNION -> schema;
    };
  }

  private Schema.Field field(int depth) {
    Schema type = rarely(15) ? Schema.create(Schema.Type.NULL) : type(depth);
    return random.nextBoolean() ? defaulted(name(), type) : new Schema.Field(name(), type);
  }

  private Schema.Field defaulted(String name, Schema type) {
    Object value =
        switch (type.getType()) {
          case UNION, NULL -> Schema.Field.NULL_DEFAULT_VALUE;
          case BOOLEAN -> true;
          case INT -> random.nextInt(1000);
          case LONG -> (long) random.nextInt(1000);
          case FLOAT -> 1.5f;
          case DOUBLE -> 2.5;
          case STRING -> type.getLogicalType() == null ? "text" : null;
          case BYTES -> new byte[] {1};
          case ENUM -> type.getEnumSymbols().getFirst();
          case ARRAY -> List.of();
          case MAP -> Map.of();
          case FIXED, RECORD -> null;
        };
    return new Schema.Field(name, type, null, value);
  }

  private Schema type(int depth) {
    Schema present = depth < 3 && rarely(3) ? nested(depth + 1) : leaf();
    return rarely(3) ? optional(present) : present;
  }

  private Schema optional(Schema schema) {
    Schema none = Schema.create(Schema.Type.NULL);
    return random.nextBoolean()
        ? Schema.createUnion(none, schema)
        : Schema.createUnion(schema, none);
  }

  private Schema nested(int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> Schema.createArray(type(depth));
      case 1 -> Schema.createMap(type(depth));
      default -> {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field(name(), leaf()));
        for (int i = random.nextInt(3); i > 0; i--) {
          fields.add(field(depth));
        }
        yield Schema.createRecord("N" + names++, null, null, false, fields);
      }
    };
  }

  private Schema leaf() {
    return switch (random.nextInt(6)) {
      case 0 -> Schema.createEnum("E" + names++, null, null, List.of("A", "B", "C"));
      case 1 -> Schema.createFixed("F" + names++, null, null, 1 + random.nextInt(16));
      default -> primitive();
    };
  }

  private Schema primitive() {
    return switch (random.nextInt(14)) {
      case 0 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case 1 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
      case 2 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 3 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 4 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      case 5 ->
          LogicalTypes.decimal(5 + random.nextInt(3), random.nextInt(3))
              .addToSchema(Schema.create(Schema.Type.BYTES));
      default -> Schema.create(PRIMITIVES.get(random.nextInt(PRIMITIVES.size())));
    };
  }

  private String name() {
    return "f" + names++;
  }

  private boolean rarely(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
