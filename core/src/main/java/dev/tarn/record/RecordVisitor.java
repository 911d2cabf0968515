package dev.tarn.record;

/// Receives one record as a series of calls, in the shape that columnar writers take.
///
/// A record is the sum of its fields; each field that has a value comes once, as `startField,
/// value, endField`, in any order. A value is one `add` call or a group:
///
/// - a nested record is a group of fields;
/// - an array is a group whose field 0 holds a group for each element, whose field 0 holds the
///   element; an empty array has no field 0, a null element's group is empty;
/// - a map is a group whose field 0 holds a group for each entry, whose field 0 holds the key and
///   field 1 the value; an empty map has no field 0, a null value's field is left out.
///
/// A field's index is its position in the schema, fields of type `null` not counted, as they hold
/// nothing and never come.
public interface RecordVisitor {
  /// Begins the value of the field at `index` of the current group.
  void startField(int index);

  /// Ends the field at `index`.
  void endField(int index);

  /// Begins a nested record, array, map, element or entry.
  void startGroup();

  /// Ends the group begun last.
  void endGroup();

  /// Gives a boolean.
  void addBoolean(boolean value);

  /// Gives an `int`: a number, a date in days, or a time of day in milliseconds.
  void addInt(int value);

  /// Gives a `long`: a number, or a timestamp or time of day in the unit of its logical type.
  void addLong(long value);

  /// Gives a `float`.
  void addFloat(float value);

  /// Gives a `double`.
  void addDouble(double value);

  /// Gives a string or symbol in UTF-8, or the bytes of a `bytes` or `fixed` (of a decimal, its
  /// unscaled value in two's complement, most significant byte first). The array is valid during
  /// the call alone and is not to be changed.
  void addBytes(byte[] buffer, int offset, int length);
}
