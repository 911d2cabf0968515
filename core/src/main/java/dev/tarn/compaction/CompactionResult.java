package dev.tarn.compaction;

/// What one compaction did.
///
/// @param merges how many groups of files were merged and replaced
/// @param filesBefore how many files those had
/// @param filesAfter how many files are in their place
/// @param bytesBefore the size of the former
/// @param bytesAfter the size of the latter
/// @param rows in the former, and in the latter
/// @param conflicts how many merges were for nothing, as somebody else took a file out meanwhile
/// @param leftAlone how many groups could not be merged into fewer files within the limits
/// @param more whether there are files left that are worth merging
public record CompactionResult(
    int merges,
    long filesBefore,
    long filesAfter,
    long bytesBefore,
    long bytesAfter,
    long rows,
    int conflicts,
    int leftAlone,
    boolean more) {
  /// Nothing was done, and there is nothing to do.
  public static final CompactionResult NONE = new CompactionResult(0, 0, 0, 0, 0, 0, 0, 0, false);

  /// A merge that gave no other files, for one of two reasons.
  static CompactionResult without(int conflicts, int leftAlone) {
    return new CompactionResult(0, 0, 0, 0, 0, 0, conflicts, leftAlone, true);
  }

  /// This, with `more` or not.
  CompactionResult with(boolean moreLeft) {
    return new CompactionResult(
        merges,
        filesBefore,
        filesAfter,
        bytesBefore,
        bytesAfter,
        rows,
        conflicts,
        leftAlone,
        moreLeft);
  }

  /// This and `later`, which went on from it.
  public CompactionResult then(CompactionResult later) {
    return new CompactionResult(
        merges + later.merges,
        filesBefore + later.filesBefore,
        filesAfter + later.filesAfter,
        bytesBefore + later.bytesBefore,
        bytesAfter + later.bytesAfter,
        rows + later.rows,
        conflicts + later.conflicts,
        leftAlone + later.leftAlone,
        later.more);
  }
}
