package dev.tarn.parquet.input;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/// What rows of a file are: the schema that they are written by in Avro's encoding, and what writes
/// them. Lists and maps are told by the rules for those of older writers, too
/// ("Backward-compatibility rules" in the Parquet format's logical types).
final class InputSchema {
  private final List<ColumnDescriptor> descriptors;
  private final ParquetInputLimits limits;
  private final OpenBytes open;
  private final List<InputColumn> columns = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int leaf;

  /// A schema, and what writes values of it.
  private record Part(Schema schema, RowNode node) {}

  /// What is read of a file.
  ///
  /// @param columns those that are read, in the order of the schema
  record Rows(Schema schema, RowNode.Struct row, List<InputColumn> columns) {}

  private InputSchema(MessageType file, ParquetInputLimits limits, OpenBytes open) {
    descriptors = file.getColumns();
    this.limits = limits;
    this.open = open;
  }

  /// The rows of files of the schema `file`, with the fields at the top that `wanted` takes. Throws
  /// [Problem.MalformedBody] where they cannot be told.
  @SuppressWarnings("deprecation") // no other way lets a schema that is not parsed have any names
  static Rows of(
      MessageType file, Predicate<String> wanted, ParquetInputLimits limits, OpenBytes open) {
    NameValidator before = Schema.getNameValidator();
    // Names are the file's; which of them a dataset has is for the resolution of schemas to say.
    Schema.setNameValidator(NameValidator.NO_VALIDATION);
    try {
      InputSchema made = new InputSchema(file, limits, open);
      Part row = made.struct(file, "Record", wanted, 0, 0);
      return new Rows(row.schema(), (RowNode.Struct) row.node(), List.copyOf(made.columns));
    } finally {
      Schema.setNameValidator(before);
    }
  }

  private Part struct(
      GroupType group, String name, Predicate<String> wanted, int definition, int repetition) {
    List<Schema.Field> fields = new ArrayList<>();
    List<RowNode> nodes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    String unique = unique(name);
    for (Type type : group.getFields()) {
      if (!wanted.test(type.getName())) {
        leaf += leaves(type);
      } else {
        if (!taken.add(type.getName())) {
          throw refused("two columns have the name '" + FileNames.shown(type.getName()) + "'");
        }
        Part field = field(type, name + "_" + type.getName(), definition, repetition);
        fields.add(new Schema.Field(type.getName(), field.schema()));
        nodes.add(field.node());
      }
    }
    return new Part(
        Schema.createRecord(unique, null, null, false, fields), new RowNode.Struct(nodes));
  }

  /// The names of types, which Avro wants to be different ones.
  private String unique(String name) {
    String valid = name.replaceAll("[^A-Za-z0-9_]", "_");
    String unique = valid;
    for (int i = 2; !names.add(unique); i++) {
      unique = valid + i;
    }
    return unique;
  }

  private static int leaves(Type type) {
    return type.isPrimitive()
        ? 1
        : type.asGroupType().getFields().stream().mapToInt(InputSchema::leaves).sum();
  }

  private Part field(Type type, String name, int definition, int repetition) {
    return switch (type.getRepetition()) {
      case REQUIRED -> value(type, name, definition, repetition);
      case OPTIONAL -> optional(value(type, name, definition + 1, repetition), definition + 1);
      case REPEATED ->
          array(value(type, name, definition + 1, repetition + 1), definition + 1, repetition + 1);
    };
  }

  private static Part optional(Part part, int definition) {
    Schema schema =
        part.schema().getType() == Schema.Type.NULL
            ? part.schema()
            : Schema.createUnion(Schema.create(Schema.Type.NULL), part.schema());
    return schema.getType() == Schema.Type.NULL
        ? part
        : new Part(schema, new RowNode.Optional(part.node(), definition));
  }

  private static Part array(Part item, int definition, int repetition) {
    return new Part(
        Schema.createArray(item.schema()), new RowNode.Items(item.node(), definition, repetition));
  }

  private Part value(Type type, String name, int definition, int repetition) {
    if (type.isPrimitive()) {
      return scalar(type, name, definition);
    }
    GroupType group = type.asGroupType();
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof ListLogicalTypeAnnotation) {
      return list(group, name, definition, repetition);
    }
    if (logical instanceof MapLogicalTypeAnnotation
        || logical instanceof MapKeyValueTypeAnnotation) {
      return map(group, name, definition, repetition);
    }
    return struct(group, name, field -> true, definition, repetition);
  }

  private Part scalar(Type type, String name, int definition) {
    InputColumn column = new InputColumn(descriptors.get(leaf), leaf, limits, open);
    leaf++;
    columns.add(column);
    ScalarTypes.Scalar scalar = ScalarTypes.of(type.asPrimitiveType(), unique(name));
    RowNode.Leaf values = new RowNode.Leaf(column, scalar.form(), definition, new BinaryValue());
    if (scalar.schema().getType() != Schema.Type.NULL) {
      return new Part(scalar.schema(), values);
    }
    if (type.getRepetition() != Repetition.OPTIONAL) {
      throw refused("the column '" + column.name() + "' has no values, and they may not be null");
    }
    return new Part(scalar.schema(), new RowNode.Nothing(values, definition));
  }

  /// A group that is a list: its one field is repeated, and is the element, or has it.
  private Part list(GroupType group, String name, int definition, int repetition) {
    Type repeated = onlyRepeated(group, "list");
    Part element =
        isElement(repeated, group)
            ? value(repeated, name, definition + 1, repetition + 1)
            : field(repeated.asGroupType().getType(0), name, definition + 1, repetition + 1);
    return array(element, definition + 1, repetition + 1);
  }

  private static boolean isElement(Type repeated, GroupType list) {
    if (repeated.isPrimitive()) {
      return true;
    }
    GroupType group = repeated.asGroupType();
    return group.getFieldCount() != 1
        || group.getType(0).isRepetition(Repetition.REPEATED)
        || group.getName().equals("array")
        || group.getName().equals(list.getName() + "_tuple");
  }

  /// A group that is a map: its one field is repeated, and has a key and a value. Where keys are no
  /// strings, or there are no values, it is read as an array of what there is.
  private Part map(GroupType group, String name, int definition, int repetition) {
    Type repeated = onlyRepeated(group, "map");
    if (repeated.isPrimitive()) {
      throw refused("the map '" + FileNames.shown(group.getName()) + "' has no keys");
    }
    GroupType entry = repeated.asGroupType();
    if (entry.getFieldCount() != 2 || !isText(entry.getType(0))) {
      return array(
          struct(entry, name, field -> true, definition + 1, repetition + 1),
          definition + 1,
          repetition + 1);
    }
    Type key = entry.getType(0);
    int keyDefinition = definition + (key.isRepetition(Repetition.OPTIONAL) ? 2 : 1);
    Part keys = scalar(key, name, keyDefinition);
    Part values = field(entry.getType(1), name, definition + 1, repetition + 1);
    return new Part(
        Schema.createMap(values.schema()),
        new RowNode.Items(
            new RowNode.Struct(List.of(new RowNode.Key(keys.node(), keyDefinition), values.node())),
            definition + 1,
            repetition + 1));
  }

  private static boolean isText(Type key) {
    return key.isPrimitive()
        && PhysicalType.of(key.asPrimitiveType()).kind() == PhysicalType.Kind.BINARY
        && !key.isRepetition(Repetition.REPEATED)
        && !(key.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation);
  }

  private static Type onlyRepeated(GroupType group, String kind) {
    Optional<Type> repeated =
        group.getFieldCount() == 1 ? Optional.of(group.getType(0)) : Optional.empty();
    return repeated
        .filter(type -> type.isRepetition(Repetition.REPEATED))
        .orElseThrow(() ->
            refused(
                "the "
                    + kind
                    + " '"
                    + FileNames.shown(group.getName())
                    + "' has not one repeated field"));
  }

  private static ProblemException refused(String detail) {
    return new Problem.MalformedBody("the schema in the footer: " + detail, Optional.empty())
        .exception();
  }
}
