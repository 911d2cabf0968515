package dev.tarn.record;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Random schemas of all types a dataset may have, and random JSON for them; the same for the same
/// seed.
public final class RandomRecords {
  private static final int DEEPEST = 3;
  private static final char[] HEX = "0123456789abcdefABCDEF".toCharArray();

  private final Random random;
  private int names;

  public RandomRecords(long seed) {
    random = new Random(seed);
  }

  /// A record schema with `time` and up to `fields` others.
  public Schema schema(int fields) {
    List<Schema.Field> all = new ArrayList<>();
    LogicalType unit =
        random.nextBoolean() ? LogicalTypes.timestampMicros() : LogicalTypes.timestampMillis();
    all.add(new Schema.Field("time", unit.addToSchema(Schema.create(Schema.Type.LONG))));
    all.addAll(fields(random.nextInt(fields) + 1, 0));
    Collections.shuffle(all, random);
    return Schema.createRecord("Reading", null, "dev.tarn.test", false, all);
  }

  private List<Schema.Field> fields(int count, int depth) {
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Schema type = type(depth);
      int kind = random.nextInt(10);
      String name = "f" + i + (random.nextInt(10) == 0 ? "_" + "x".repeat(random.nextInt(70)) : "");
      if (kind == 0) {
        fields.add(new Schema.Field(name + "_null", Schema.create(Schema.Type.NULL)));
      } else if (kind < 4) {
        fields.add(new Schema.Field(name, type));
      } else if (kind < 6) {
        fields.add(new Schema.Field(name, nullable(type), null, JsonProperties.NULL_VALUE));
      } else if (kind < 7) {
        fields.add(new Schema.Field(name, nullable(type)));
      } else {
        fields.add(new Schema.Field(name, type, null, defaultValue(type)));
      }
    }
    if (fields.stream().allMatch(f -> f.schema().getType() == Schema.Type.NULL)) {
      fields.add(new Schema.Field("some", Schema.create(Schema.Type.INT)));
    }
    return fields;
  }

  private static Schema nullable(Schema type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
  }

  private Schema type(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 23 : 19)) {
      case 0 -> Schema.create(Schema.Type.BOOLEAN);
      case 1 -> Schema.create(Schema.Type.INT);
      case 2 -> Schema.create(Schema.Type.LONG);
      case 3 -> Schema.create(Schema.Type.FLOAT);
      case 4 -> Schema.create(Schema.Type.DOUBLE);
      case 5 -> Schema.create(Schema.Type.BYTES);
      case 6, 7 -> Schema.create(Schema.Type.STRING);
      case 8 -> Schema.createFixed("F" + names++, null, null, 1 + random.nextInt(20));
      case 9 ->
          Schema.createEnum(
              "E" + names++,
              null,
              null,
              IntStream.rangeClosed(0, random.nextInt(5)).mapToObj(i -> "S" + i).toList());
      case 10 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case 11 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
      case 12 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 13 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 14 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 15 -> decimal(Schema.create(Schema.Type.BYTES), 38);
      case 16 -> decimal(Schema.createFixed("D" + names++, null, null, 16), 38);
      case 17 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      case 18 -> LogicalTypes.uuid().addToSchema(Schema.createFixed("U" + names++, null, null, 16));
      case 19, 20 ->
          Schema.createRecord(
              "R" + names++, null, null, false, fields(1 + random.nextInt(4), depth + 1));
      case 21 -> Schema.createArray(element(depth));
      default -> Schema.createMap(element(depth));
    };
  }

  private Schema element(int depth) {
    Schema type = type(depth + 1);
    if (random.nextBoolean()) {
      return type;
    }
    return random.nextBoolean()
        ? nullable(type)
        : Schema.createUnion(type, Schema.create(Schema.Type.NULL));
  }

  private Schema decimal(Schema type, int most) {
    int precision = 1 + random.nextInt(most);
    return LogicalTypes.decimal(precision, random.nextInt(precision + 1)).addToSchema(type);
  }

  private Object defaultValue(Schema type) {
    return switch (type.getType()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt(1000);
      case LONG -> random.nextLong(1L << 36);
      case FLOAT -> random.nextInt(1000) / 4f;
      case DOUBLE -> random.nextInt(1000) / 8.0;
      case STRING ->
          type.getLogicalType() != null
              ? "123e4567-e89b-12d3-a456-426614174000"
              : "default " + random.nextInt(10);
      case ENUM -> type.getEnumSymbols().getLast();
      case BYTES ->
          new byte[] {
            (byte) (type.getLogicalType() == null ? random.nextInt() : random.nextInt(9))
          };
      case FIXED -> new byte[type.getFixedSize()];
      case ARRAY ->
          type.getElementType().getType() == Schema.Type.UNION
              ? List.of()
              : List.of(defaultValue(type.getElementType()));
      case MAP ->
          type.getValueType().getType() == Schema.Type.UNION
              ? Map.of()
              : Map.of("key", defaultValue(type.getValueType()));
      case RECORD -> recordDefault(type);
      case NULL, UNION -> throw new IllegalArgumentException(type.toString());
    };
  }

  private Map<String, Object> recordDefault(Schema type) {
    Map<String, Object> value = new LinkedHashMap<>();
    for (Schema.Field field : type.getFields()) {
      if (field.schema().getType() == Schema.Type.NULL
          || field.schema().getType() == Schema.Type.UNION) {
        value.put(field.name(), JsonProperties.NULL_VALUE);
      } else if (!field.hasDefaultValue() || random.nextBoolean()) {
        value.put(field.name(), defaultValue(field.schema()));
      }
    }
    return value;
  }

  /// A JSON object that fits `schema`, its fields in any order, some of those left out that may be.
  public String record(Schema schema) {
    List<String> members = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      Schema type = field.schema();
      boolean nullable = type.getType() == Schema.Type.NULL || type.isNullable();
      if ((nullable || field.hasDefaultValue()) && random.nextInt(4) == 0) {
        continue;
      }
      members.add(quoted(field.name()) + blank() + ":" + blank() + value(type));
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(members, random);
    }
    return "{" + blank() + String.join("," + blank(), members) + "}";
  }

  private String blank() {
    return random.nextInt(8) == 0 ? " " : "";
  }

  /// A JSON value that fits `type`.
  public String value(Schema type) {
    if (type.getLogicalType() != null) {
      return logical(type);
    }
    return switch (type.getType()) {
      case NULL -> "null";
      case BOOLEAN -> Boolean.toString(random.nextBoolean());
      case INT -> Integer.toString(random.nextInt() >> random.nextInt(32));
      case LONG -> Long.toString(random.nextLong() >> random.nextInt(64));
      case FLOAT -> floating(Float.toString((random.nextFloat() - 0.5f) * power()));
      case DOUBLE -> floating(Double.toString((random.nextDouble() - 0.5) * power() * power()));
      case BYTES -> base64(random.nextInt(40));
      case FIXED -> base64(type.getFixedSize());
      case STRING -> text();
      case ENUM -> quoted(type.getEnumSymbols().get(random.nextInt(type.getEnumSymbols().size())));
      case RECORD -> record(type);
      case ARRAY -> {
        StringJoiner array = new StringJoiner("," + blank(), "[" + blank(), "]");
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(type.getElementType()));
        }
        yield array.toString();
      }
      case MAP -> {
        StringJoiner map = new StringJoiner(",", "{", "}");
        for (int i = random.nextInt(4); i > 0; i--) {
          map.add("\"" + i + "é/~\\n\":" + value(type.getValueType()));
        }
        yield map.toString();
      }
      case UNION -> {
        boolean none = random.nextInt(3) == 0;
        yield none
            ? "null"
            : value(
                type.getTypes().stream()
                    .filter(t -> t.getType() != Schema.Type.NULL)
                    .findFirst()
                    .orElseThrow());
      }
    };
  }

  private float power() {
    return (float) Math.pow(10, random.nextInt(37) - 18);
  }

  private String floating(String number) {
    return switch (random.nextInt(12)) {
      case 0 -> "\"NaN\"";
      case 1 -> random.nextBoolean() ? "\"Infinity\"" : "\"-Infinity\"";
      case 2 -> random.nextBoolean() ? "0" : "-0";
      case 3, 4, 5 -> (random.nextInt(200_000) - 100_000) / 1000.0 + "";
      case 6 -> Integer.toString(random.nextInt());
      default -> number;
    };
  }

  private String logical(Schema type) {
    boolean text = random.nextBoolean();
    return switch (type.getLogicalType()) {
      case LogicalTypes.Date date -> {
        long day = random.nextLong(3_652_059) - 719_162;
        yield text ? quoted(java.time.LocalDate.ofEpochDay(day).toString()) : Long.toString(day);
      }
      case LogicalTypes.TimeMillis time -> {
        long millis = random.nextLong(86_400_000);
        yield text
            ? quoted(java.time.LocalTime.ofNanoOfDay(millis * 1_000_000).toString())
            : Long.toString(millis);
      }
      case LogicalTypes.TimeMicros time -> {
        long micros = random.nextLong(86_400_000_000L);
        yield text
            ? quoted(java.time.LocalTime.ofNanoOfDay(micros * 1_000).toString())
            : Long.toString(micros);
      }
      case LogicalTypes.TimestampMillis time -> timestamp(text, 1_000);
      case LogicalTypes.TimestampMicros time -> timestamp(text, 1_000_000);
      case LogicalTypes.Decimal decimal -> {
        java.math.BigInteger unscaled =
            new java.math.BigInteger(1 + random.nextInt(126), random)
                .mod(java.math.BigInteger.TEN.pow(decimal.getPrecision()));
        java.math.BigDecimal value =
            new java.math.BigDecimal(
                random.nextBoolean() ? unscaled : unscaled.negate(), decimal.getScale());
        String digits = random.nextBoolean() ? value.toString() : value.toPlainString();
        yield text ? quoted(digits) : digits;
      }
      case LogicalTypes.Uuid uuid -> {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 36; i++) {
          boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
          digits.append(dash ? '-' : HEX[random.nextInt(HEX.length)]);
        }
        yield quoted(digits.toString());
      }
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private String timestamp(boolean text, long perSecond) {
    long seconds = random.nextLong(253_402_214_400L + 62_135_510_400L) - 62_135_510_400L;
    long fraction = random.nextInt(3) == 0 ? 0 : random.nextLong(perSecond);
    if (!text) {
      return Long.toString(seconds * perSecond + fraction);
    }
    java.time.Instant instant =
        java.time.Instant.ofEpochSecond(seconds, fraction * (1_000_000_000 / perSecond));
    return quoted(
        random.nextBoolean()
            ? instant.toString()
            : instant
                .atOffset(java.time.ZoneOffset.ofTotalSeconds((random.nextInt(145) - 72) * 900))
                .toString());
  }

  private String base64(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return quoted(Base64.getEncoder().encodeToString(bytes));
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 12); i > 0; i--) {
      switch (random.nextInt(16)) {
        case 0 -> text.append("\\u").append("%04x".formatted(random.nextInt(0xd800)));
        case 1 -> text.append("\\n");
        case 2 -> text.append("é");
        case 3 -> text.append("漢");
        case 4 -> text.append("😀");
        case 5 -> text.append("\\ud83d\\ude00");
        case 6 -> text.append("\\\"");
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.append('"').toString();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
