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
/// @param more whether there are files left that are worth merging
public record CompactionResult(
    int merges,
    long filesBefore,
    long filesAfter,
    long bytesBefore,
    long bytesAfter,
    long rows,
    int conflicts,
    boolean more) {
  /// Nothing was done, and there is nothing to do.
  public static final CompactionResult NONE = new CompactionResult(0, 0, 0, 0, 0, 0, 0, false);

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
        later.more);
  }
}
