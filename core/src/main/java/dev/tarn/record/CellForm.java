package dev.tarn.record;

/// How a cell of a CSV, which is text, is to be taken as a value.
enum CellForm {
  /// As a string, whatever it holds.
  TEXT,
  /// As a number where it is one as JSON has them, and else as a string.
  NUMBER,
  /// As a boolean where it is `true` or `false`, in any case, and else as a string.
  BOOLEAN,
  /// As one JSON value.
  JSON
}
