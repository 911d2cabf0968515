package dev.tarn.record;

import com.fasterxml.jackson.core.io.SerializedString;

/// A field of a record type, ready to be read and replayed.
///
/// @param name its name, encoded beforehand
/// @param column its index among the fields that hold something (see [RecordVisitor])
/// @param absence what stands for it where it is absent
record RecordField(SerializedString name, Slot slot, int column, Absence absence) {
  /// What becomes of a record that lacks a field.
  sealed interface Absence {
    /// The record is refused.
    record Refused() implements Absence {}

    /// The field is null.
    record Null() implements Absence {}

    /// The field has its default, which is alone on `tape`.
    record Default(Tape tape) implements Absence {}
  }

  String text() {
    return name.getValue();
  }
}
