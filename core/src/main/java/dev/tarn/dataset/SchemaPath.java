package dev.tarn.dataset;

/// Where a type stands in a schema.
///
/// @param pointer the JSON pointer to it in a definition's document
/// @param name the dotted name of the field it belongs to; empty at the top
record SchemaPath(String pointer, String name) {
  static final SchemaPath TOP = new SchemaPath("/schema", "");

  /// The field at `index` of the record that stands here.
  SchemaPath field(int index, String fieldName) {
    return new SchemaPath(
        pointer + "/fields/" + index, name.isEmpty() ? fieldName : name + "." + fieldName);
  }

  /// Something else of the same field: an attribute, or the type inside an array or a map.
  SchemaPath at(String attribute) {
    return new SchemaPath(pointer + "/" + attribute, name);
  }

  /// What messages call it.
  String subject() {
    return name.isEmpty() ? "the schema" : "field '" + name + "'";
  }
}
