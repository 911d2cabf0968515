package dev.tarn.record;

/// Where in a file of records one slice ends and the next begins; reading can go on from there in
/// another process.
///
/// @param offset how many bytes of the file precede, decompressed
/// @param records how many records precede
/// @param lines how many lines precede, in formats that have lines
public record RecordPosition(long offset, int records, int lines) {
  /// The file's beginning.
  public static final RecordPosition BEGINNING = new RecordPosition(0, 0, 0);

  public RecordPosition {
    if (offset < 0 || records < 0 || lines < 0) {
      throw new IllegalArgumentException(
          "no position: byte " + offset + ", record " + records + ", line " + lines);
    }
  }

  Origin origin() {
    return new Origin(records, lines);
  }
}
