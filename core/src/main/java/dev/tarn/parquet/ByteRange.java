package dev.tarn.parquet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The bytes of an object from `start` up to, without, `end`.
public record ByteRange(long start, long end) {
  /// The most that one request reads, but for what it reads along.
  static final int LONGEST = 8 << 20;

  /// Bytes between ranges that are read along whatever the ranges' size is.
  private static final int SMALL_GAPS = 16 << 10;

  /// The part of what is wanted that may be read along with it.
  private static final int GAPS_PART = 8;

  public ByteRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no range: from " + start + " to " + end);
    }
  }

  public int length() {
    return Math.toIntExact(end - start);
  }

  boolean contains(ByteRange other) {
    return start <= other.start && other.end <= end;
  }

  /// This range in parts of [#LONGEST] bytes at most, from its start.
  List<ByteRange> parts() {
    List<ByteRange> parts = new ArrayList<>();
    for (long at = start; at < end; at += LONGEST) {
      parts.add(new ByteRange(at, Math.min(end, at + LONGEST)));
    }
    return parts;
  }

  /// The bytes of all `ranges`, which may be large together.
  public static long sum(List<ByteRange> ranges) {
    return ranges.stream().mapToLong(range -> range.end - range.start).sum();
  }

  /// Few requests that read all of `wanted`: neighbours become one where that reads little that is
  /// not wanted (an eighth at most in all, the smallest gaps first, none above `longestGap`).
  public static List<ByteRange> coalesce(List<ByteRange> wanted, int longestGap) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<ByteRange> sorted =
        wanted.stream().sorted(Comparator.comparingLong(ByteRange::start)).toList();
    boolean[] joined = joined(sorted, Math.max(SMALL_GAPS, sum(sorted) / GAPS_PART), longestGap);
    List<ByteRange> requests = new ArrayList<>();
    ByteRange open = sorted.getFirst();
    for (int i = 1; i < sorted.size(); i++) {
      ByteRange next = sorted.get(i);
      long end = Math.max(open.end, next.end);
      if (joined[i] && end - open.start <= LONGEST) {
        open = new ByteRange(open.start, end);
      } else {
        requests.add(open);
        open = next;
      }
    }
    requests.add(open);
    return requests;
  }

  /// Whether each range goes with the one before it, with gaps of `most` bytes at most in all.
  private static boolean[] joined(List<ByteRange> sorted, long most, int longestGap) {
    record Gap(int index, long bytes) {}
    PriorityQueue<Gap> gaps = new PriorityQueue<>(Comparator.comparingLong(Gap::bytes));
    for (int i = 1; i < sorted.size(); i++) {
      gaps.add(new Gap(i, Math.max(0, sorted.get(i).start - sorted.get(i - 1).end)));
    }
    boolean[] joined = new boolean[sorted.size()];
    long left = most;
    for (Gap gap = gaps.poll(); gap != null && gap.bytes <= left; gap = gaps.poll()) {
      if (gap.bytes <= longestGap) {
        joined[gap.index] = true;
        left -= gap.bytes;
      }
    }
    return joined;
  }
}
