package dev.tarn.record;

/// Cuts a body into the stretches that hold one record each, without parsing them.
interface RecordSlices {
  /// Advances to the next record. Returns false at the body's end.
  boolean next();

  /// Where the record begins in the body.
  int start();

  /// Where it ends, exclusively. Blanks around it belong to it or not.
  int end();

  /// The first byte that is no blank as JSON has them (RFC 8259, section 2), or `to`.
  static int skipBlanks(byte[] body, int from, int to) {
    int i = from;
    while (i < to && (body[i] == ' ' || body[i] == '\t' || body[i] == '\n' || body[i] == '\r')) {
      i++;
    }
    return i;
  }
}
