package dev.tarn.record;

/// Bounds on what one batch, and one value in it, may be.
///
/// @param maxRecords how many records a batch may have, accepted or not; more refuse the batch
/// @param maxDepth how many objects and arrays may be nested in a record, itself included
/// @param maxStringBytes how long a string may be in UTF-8, as it stands in the record
/// @param maxNumberLength how many characters a number may have
/// @param maxReasons how many rejected records are described; the others are counted
public record DecodeLimits(
    int maxRecords, int maxDepth, int maxStringBytes, int maxNumberLength, int maxReasons) {
  /// A million records, 100 levels, strings of 1 MiB, numbers of 1,000 characters, 100 reasons: no
  /// honest batch of 64 MB meets them, and a hostile one meets them early.
  public static final DecodeLimits DEFAULT = new DecodeLimits(1_000_000, 100, 1 << 20, 1_000, 100);

  public DecodeLimits {
    if (maxRecords < 1
        || maxDepth < 1
        || maxStringBytes < 1
        || maxNumberLength < 1
        || maxReasons < 0) {
      throw new IllegalArgumentException(
          "limits must be positive: %d records, %d levels, %d bytes, %d characters, %d reasons"
              .formatted(maxRecords, maxDepth, maxStringBytes, maxNumberLength, maxReasons));
    }
  }

  /// After how many records a slice of a file ends: half of what a batch may have, as what a slice
  /// is cut by may hold as many again.
  int recordsInSlice() {
    return Math.max(1, maxRecords / 2);
  }
}
