package dev.tarn.compaction;

import dev.tarn.table.DataFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which files of a table are worth merging.
///
/// A file is small below a quarter of the target. Small files of one event date and one schema
/// version are merged once there are `minFiles` of them, each with no more rows than the others
/// together: the largest such set, counted from the file with the fewest rows. Larger files are
/// never touched again.
///
/// So late data costs little. A file that merging made waits until as many rows as it has came
/// after it, and is then merged with them: each merge puts a row in a file of at least twice the
/// rows, so a row is written again at most log₂ n times in a partition of n rows (the tiers of a
/// log-structured merge tree; O'Neil et al., "The Log-Structured Merge-Tree", Acta Informatica 33,
/// 1996). What is left unmerged grows by doubling too, so it is at most `minFiles` and log₂ n
/// files, besides the large ones.
///
/// Where one merge takes all of a set, what it makes is no such set again, and nothing is left to
/// merge.
///
/// @param targetBytes about how large merged files are to be
/// @param minFiles how many files a merge takes at least
public record CompactionPolicy(long targetBytes, int minFiles) {
  /// Files of 128 MiB, merged from 4 at least.
  public static final CompactionPolicy DEFAULT = new CompactionPolicy(128L << 20, 4);

  private static final int SMALL_SHARE = 4;

  /// Throws [IllegalArgumentException] for no target, or merges of fewer than 2 files.
  public CompactionPolicy {
    if (targetBytes < 1 || minFiles < 2) {
      throw new IllegalArgumentException(
          "a merge is of 2 files at least, with a target, not of "
              + minFiles
              + " to "
              + targetBytes
              + " bytes");
    }
  }

  /// Whether a file of that size is worth merging.
  public boolean isSmall(long bytes) {
    return bytes < Math.ceilDiv(targetBytes, SMALL_SHARE);
  }

  /// How many files of the target's size hold that many bytes, 1 at least.
  public long filesFor(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, targetBytes));
  }

  /// The groups of `files` to merge, those that make away with most files first. No file is in two
  /// of them. A set that is too much for one merge becomes several groups.
  ///
  /// @param maxBytes how large the files of a group are at most, together
  /// @param maxFiles how many a group has at most
  public List<MergeGroup> plan(List<DataFile> files, long maxBytes, int maxFiles) {
    Map<Part, List<DataFile>> parts =
        files.stream()
            .filter(file -> isSmall(file.bytes()))
            .sorted(Comparator.comparingLong(DataFile::rows).thenComparing(DataFile::key))
            .collect(Collectors.groupingBy(Part::of));
    List<MergeGroup> groups = new ArrayList<>();
    parts.forEach((part, small) -> {
      for (List<DataFile> some : split(balanced(small), maxBytes, maxFiles)) {
        List<DataFile> group = balanced(some);
        if (!group.isEmpty()) {
          groups.add(new MergeGroup(part.eventDate(), part.schemaVersion(), group));
        }
      }
    });
    groups.sort(
        Comparator.comparingLong(this::filesLess)
            .reversed()
            .thenComparingLong(MergeGroup::bytes)
            .thenComparing(group -> group.files().getFirst().key()));
    return groups;
  }

  private long filesLess(MergeGroup group) {
    return group.files().size() - filesFor(group.bytes());
  }

  /// The most of `files`, from the first, of which none has more rows than the others together;
  /// none if those are too few.
  private List<DataFile> balanced(List<DataFile> files) {
    long rows = 0;
    int balanced = 0;
    for (int i = 0; i < files.size(); i++) {
      long more = files.get(i).rows();
      if (more <= rows) {
        balanced = i + 1;
      }
      rows += more;
    }
    return balanced < minFiles ? List.of() : files.subList(0, balanced);
  }

  private static List<List<DataFile>> split(List<DataFile> files, long maxBytes, int maxFiles) {
    List<List<DataFile>> split = new ArrayList<>();
    int first = 0;
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      long more = files.get(i).bytes();
      if (i > first && (i - first == maxFiles || bytes + more > maxBytes)) {
        split.add(files.subList(first, i));
        first = i;
        bytes = 0;
      }
      bytes += more;
    }
    split.add(files.subList(first, files.size()));
    return split;
  }

  private record Part(LocalDate eventDate, int schemaVersion) {
    static Part of(DataFile file) {
      return new Part(file.eventDate(), file.schemaVersion());
    }
  }
}
