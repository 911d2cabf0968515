package dev.tarn.dataset;

import java.util.List;
import org.apache.avro.Schema;

/// A type taken apart: what its values are, and whether there may be none.
///
/// @param type the type of a value; `null` alone where a value is never there
/// @param optional whether null is allowed beside it
record Optionality(Schema type, boolean optional) {
  /// Takes apart a type that [SchemaRules] accept.
  static Optionality of(Schema schema) {
    if (!schema.isUnion()) {
      return new Optionality(schema, false);
    }
    List<Schema> branches = schema.getTypes();
    int present = branches.getFirst().getType() == Schema.Type.NULL ? 1 : 0;
    return new Optionality(branches.get(present), true);
  }
}
