package dev.tarn.record;

import dev.tarn.problem.Problem;

/// Where in a file of records one slice ends and the next begins; reading can go on from there in
/// another process.
///
/// @param offset how many bytes of the file precede, decompressed; of a file of columns how many
///   rows
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

  /// The position after `batch`, whose records end at byte `end`, `moreLines` lines further on.
  /// Throws [Problem.PayloadTooLarge] where it would have a number that no record has.
  RecordPosition after(RecordBatch batch, long end, int moreLines) {
    long moreRecords = batch.size() + batch.rejected();
    if (records + moreRecords > Integer.MAX_VALUE || (long) lines + moreLines > Integer.MAX_VALUE) {
      throw new Problem.PayloadTooLarge(
              "the file has more than %d records or lines; it has those before byte %d"
                  .formatted(Integer.MAX_VALUE, end))
          .exception();
    }
    return new RecordPosition(end, (int) (records + moreRecords), lines + moreLines);
  }

  Origin origin() {
    return new Origin(records, lines);
  }
}
