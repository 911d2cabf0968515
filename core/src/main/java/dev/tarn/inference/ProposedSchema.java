package dev.tarn.inference;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Makes a schema of what was seen of values.
final class ProposedSchema {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern TIME =
      Pattern.compile("(?i)(.*_)?(time|timestamp|ts|at|updated|created)|.*(Time|Timestamp|At)");

  /// More fields than this, most of them in few objects, are keys.
  private static final int LARGEST_RECORD = 64;

  /// Beyond this, integers may well outgrow 32 bits.
  private static final long SAFE_INT = 100_000_000;

  private static final long YEAR_1990_MILLIS = 631_152_000_000L;
  private static final long YEAR_2100_MILLIS = 4_102_444_800_000L;

  private final Set<String> names = new HashSet<>();

  /// The schema of records with these fields, of which there are `records`.
  Schema record(Map<String, ValueShape> fields, long records) {
    return record("Record", fields, records, "");
  }

  private Schema record(String name, Map<String, ValueShape> fields, long records, String pointer) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + i;
    }
    List<Schema.Field> all = new ArrayList<>();
    for (Map.Entry<String, ValueShape> each : fields.entrySet()) {
      ValueShape shape = each.getValue();
      String at = pointer + "/" + each.getKey();
      if (!NAME.matcher(each.getKey()).matches()) {
        throw refused(
            at,
            "'%s' cannot name a field: names have letters, digits and underscores"
                .formatted(shown(each.getKey())));
      }
      Schema type = type(name + "_" + each.getKey(), each.getKey(), shape, at);
      all.add(
          shape.values() == records
              ? new Schema.Field(each.getKey(), type)
              : new Schema.Field(each.getKey(), nullable(type), null, JsonProperties.NULL_VALUE));
    }
    return Schema.createRecord(unique, null, null, false, all);
  }

  private static Schema nullable(Schema type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
  }

  private Schema type(String name, String field, ValueShape shape, String pointer) {
    Set<ValueShape.Kind> kinds = shape.kinds();
    if (kinds.isEmpty()) {
      return Schema.create(Schema.Type.STRING);
    }
    if (kinds.equals(Set.of(ValueShape.Kind.INTEGER, ValueShape.Kind.FRACTION))) {
      return Schema.create(Schema.Type.DOUBLE);
    }
    if (kinds.size() > 1) {
      throw refused(
          pointer,
          "the values are of several kinds, which no field takes: "
              + kinds.stream().map(ValueShape.Kind::many).collect(Collectors.joining(" and ")));
    }
    return switch (kinds.iterator().next()) {
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case FRACTION -> Schema.create(Schema.Type.DOUBLE);
      case INTEGER -> integer(field, shape);
      case TEXT -> text(shape.texts());
      case ARRAY -> Schema.createArray(item(name, field, shape.element(), pointer));
      case OBJECT ->
          isMap(shape)
              ? Schema.createMap(item(name, field, shape.merged(), pointer))
              : record(name, shape.fields(), shape.values(), pointer);
    };
  }

  private Schema item(String name, String field, ValueShape shape, String pointer) {
    Schema type = type(name, field, shape, pointer + "/*");
    return shape.nulls() > 0 || shape.kinds().isEmpty() ? nullable(type) : type;
  }

  /// Whether the names in objects are keys rather than fields: they could not be names of fields,
  /// or are many, each in few of the objects; and all values are of one kind.
  private static boolean isMap(ValueShape shape) {
    Map<String, ValueShape> fields = shape.fields();
    if (fields.isEmpty() || fields.keySet().stream().anyMatch(n -> !NAME.matcher(n).matches())) {
      return true;
    }
    long present = fields.values().stream().mapToLong(ValueShape::values).sum();
    return fields.size() > LARGEST_RECORD && present < shape.values() * fields.size() / 4;
  }

  private static Schema integer(String field, ValueShape shape) {
    if (shape.isBeyondLong()) {
      return Schema.create(Schema.Type.DOUBLE);
    }
    Schema wide = Schema.create(Schema.Type.LONG);
    if (TIME.matcher(field).matches()) {
      if (within(shape, YEAR_1990_MILLIS, YEAR_2100_MILLIS)) {
        return LogicalTypes.timestampMillis().addToSchema(wide);
      }
      if (within(shape, YEAR_1990_MILLIS * 1_000, YEAR_2100_MILLIS * 1_000)) {
        return LogicalTypes.timestampMicros().addToSchema(wide);
      }
    }
    return within(shape, -SAFE_INT, SAFE_INT) ? Schema.create(Schema.Type.INT) : wide;
  }

  private static boolean within(ValueShape shape, long least, long greatest) {
    return shape.least() >= least && shape.greatest() <= greatest;
  }

  private static Schema text(TextShape texts) {
    if (texts.isTimestamp()) {
      Schema wide = Schema.create(Schema.Type.LONG);
      return texts.isMillis()
          ? LogicalTypes.timestampMillis().addToSchema(wide)
          : LogicalTypes.timestampMicros().addToSchema(wide);
    }
    if (texts.isDate()) {
      return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    }
    Schema text = Schema.create(Schema.Type.STRING);
    return texts.isUuid() ? LogicalTypes.uuid().addToSchema(text) : text;
  }

  private static String shown(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  private static ProblemException refused(String pointer, String detail) {
    return new Problem.InvalidDefinition(pointer, "the sample: " + detail).exception();
  }
}
