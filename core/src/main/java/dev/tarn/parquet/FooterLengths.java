package dev.tarn.parquet;

import java.util.LinkedHashMap;
import java.util.Map;

/// Learns for each table how much of a file's end to read, so that one request reads a footer. Safe
/// for use by many threads.
final class FooterLengths {
  /// What is read of the first file of a table.
  static final int FIRST = 16 << 10;

  private static final int LONGEST = 1 << 20;
  private static final int STEP = 1 << 10;
  private static final int MOST_TABLES = 10_000;

  private final Map<String, Integer> lengths = new LinkedHashMap<>();

  /// How many bytes to read at the end of a file of `table`.
  synchronized int of(String table) {
    return lengths.getOrDefault(table, FIRST);
  }

  /// A file of `table` had so many bytes of footer, and after it. The length grows at once, and
  /// shrinks slowly.
  synchronized void learn(String table, int needed) {
    int rounded = Math.min(LONGEST, (needed / STEP + 1) * STEP);
    Integer known = lengths.get(table);
    int next = known == null ? rounded : Math.max(rounded, known - (known - rounded) / 16);
    if (known == null && lengths.size() >= MOST_TABLES) {
      lengths.remove(lengths.keySet().iterator().next());
    }
    lengths.put(table, next);
  }
}
