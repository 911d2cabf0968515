package dev.tarn.record;

/// What precedes a slice of a larger body: places and positions in it count from there.
///
/// @param records how many records there are before
/// @param lines how many lines there are before
record Origin(int records, int lines) {
  /// Of a body that is its own beginning.
  static final Origin BEGINNING = new Origin(0, 0);
}
