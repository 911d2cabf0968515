package dev.tarn.dataset;

import dev.tarn.problem.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/// Which Avro schemas a table can hold. A named type that is used in several places counts in each
/// of them, as each gives columns of its own.
final class SchemaRules {
  /// The most fields, those of nested records included.
  static final int MAX_FIELDS = 2_000;

  /// The deepest nesting of records, arrays and maps, the schema's own record included.
  static final int MAX_DEPTH = 32;

  /// The largest `fixed`, in bytes.
  static final int MAX_FIXED_SIZE = 1024 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  private static final String NAME_FORM =
      "a letter or underscore, then letters, digits and underscores, 255 in all at most";

  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> typeNames = new HashSet<>();
  private final Map<String, SchemaPath> typeAliases = new LinkedHashMap<>();
  private int fields;

  private SchemaRules() {}

  /// Refuses a schema that is no record or that holds anything a table cannot.
  static void check(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw refused(
          SchemaPath.TOP.at("type"), "is of type %s; it must be a record".formatted(named(schema)));
    }
    LogicalTypeRules.check(schema, SchemaPath.TOP);
    SchemaRules rules = new SchemaRules();
    rules.record(schema, SchemaPath.TOP, 1);
    rules.checkTypeAliases();
  }

  private void record(Schema schema, SchemaPath path, int depth) {
    if (schema.isError()) {
      throw refused(path.at("type"), "is of type error; it must be a record");
    }
    if (open.contains(schema.getFullName())) {
      throw refused(
          path,
          "is of record '%s' inside itself; a recursive record has no columns"
              .formatted(schema.getFullName()));
    }
    open.push(schema.getFullName());
    noteName(schema, path);
    Map<String, String> folded = new HashMap<>();
    boolean holdsSomething = false;
    for (Schema.Field field : schema.getFields()) {
      SchemaPath at = path.field(field.pos(), field.name());
      count(at);
      checkName(field, folded, at);
      LogicalTypeRules.checkField(field, at);
      type(field.schema(), at.at("type"), depth);
      DefaultRules.check(field, at);
      holdsSomething |= field.schema().getType() != Schema.Type.NULL;
    }
    checkAliases(schema, path);
    if (!holdsSomething) {
      throw refused(
          path.at("fields"), "has a record without a field that could hold a value; it needs one");
    }
    open.pop();
  }

  private void count(SchemaPath path) {
    fields++;
    if (fields > MAX_FIELDS) {
      throw new Problem.InvalidDefinition(
              path.pointer(),
              "the schema has more than %,d fields, counting each use of a named record"
                  .formatted(MAX_FIELDS))
          .exception();
    }
  }

  private static void checkName(Schema.Field field, Map<String, String> folded, SchemaPath path) {
    if (!NAME.matcher(field.name()).matches()) {
      throw refused(
          path.at("name"),
          "is named '%s'; a name must be %s".formatted(Excerpt.of(field.name()), NAME_FORM));
    }
    String other = folded.put(field.name().toLowerCase(Locale.ROOT), field.name());
    if (other != null) {
      throw refused(
          path.at("name"),
          "differs from '%s' in case alone; SQL does not tell them apart".formatted(other));
    }
  }

  /// An alias that names a sibling would make readers take one field's values for the other's.
  private static void checkAliases(Schema schema, SchemaPath path) {
    Set<String> names = new HashSet<>();
    schema.getFields().forEach(field -> names.add(field.name()));
    for (Schema.Field field : schema.getFields()) {
      for (String alias : field.aliases()) {
        if (names.contains(alias)) {
          throw refused(
              path.field(field.pos(), field.name()).at("aliases"),
              "has the alias '%s', which is a field beside it".formatted(alias));
        }
      }
    }
  }

  private void noteName(Schema schema, SchemaPath path) {
    typeNames.add(schema.getFullName());
    schema.getAliases().forEach(alias -> typeAliases.putIfAbsent(alias, path));
  }

  private void checkTypeAliases() {
    typeAliases.forEach((alias, path) -> {
      if (typeNames.contains(alias)) {
        throw refused(
            path.at("aliases"),
            "is of a type with the alias '%s', which is a type of the schema too".formatted(alias));
      }
    });
  }

  private void type(Schema schema, SchemaPath path, int depth) {
    LogicalTypeRules.check(schema, path);
    switch (schema.getType()) {
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, STRING -> {}
      case FIXED -> {
        noteName(schema, path);
        checkFixed(schema, path);
      }
      case ENUM -> {
        noteName(schema, path);
        checkEnum(schema, path);
      }
      case ARRAY -> element(schema.getElementType(), path.at("items"), nested(path, depth));
      case MAP -> element(schema.getValueType(), path.at("values"), nested(path, depth));
      case RECORD -> record(schema, path, nested(path, depth));
      case UNION -> union(schema.getTypes(), path, depth);
    }
  }

  private static int nested(SchemaPath path, int depth) {
    if (depth >= MAX_DEPTH) {
      throw refused(path, "is nested deeper than " + MAX_DEPTH + " records, arrays and maps");
    }
    return depth + 1;
  }

  private void element(Schema schema, SchemaPath path, int depth) {
    if (schema.getType() == Schema.Type.NULL) {
      throw refused(path, "has elements that are always null; they must be able to hold a value");
    }
    type(schema, path, depth);
  }

  private void union(List<Schema> branches, SchemaPath path, int depth) {
    List<String> names = branches.stream().map(SchemaRules::named).toList();
    if (branches.size() != 2 || !names.contains("null")) {
      throw refused(
          path,
          "is a union of %s; a union must be of null and one other type"
              .formatted(names.isEmpty() ? "nothing" : String.join(", ", names)));
    }
    int present = names.getFirst().equals("null") ? 1 : 0;
    type(branches.get(present), path.at(Integer.toString(present)), depth);
  }

  private static void checkFixed(Schema schema, SchemaPath path) {
    int size = schema.getFixedSize();
    if (size < 1 || size > MAX_FIXED_SIZE) {
      throw refused(
          path.at("size"),
          "is fixed of %d bytes; there must be 1 to %d".formatted(size, MAX_FIXED_SIZE));
    }
  }

  private static void checkEnum(Schema schema, SchemaPath path) {
    if (schema.getEnumSymbols().isEmpty()) {
      throw refused(path.at("symbols"), "is an enum without symbols; it needs one at least");
    }
    for (String symbol : schema.getEnumSymbols()) {
      if (!NAME.matcher(symbol).matches()) {
        throw refused(
            path.at("symbols"),
            "has the symbol '%s'; a symbol must be %s".formatted(Excerpt.of(symbol), NAME_FORM));
      }
    }
  }

  private static String named(Schema schema) {
    return schema.getType().getName();
  }

  private static RuntimeException refused(SchemaPath path, String fault) {
    return new Problem.InvalidDefinition(path.pointer(), path.subject() + " " + fault).exception();
  }
}
