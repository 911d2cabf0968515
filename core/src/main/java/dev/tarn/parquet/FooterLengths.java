package dev.tarn.parquet;

import java.util.LinkedHashMap;
import java.util.Map;

/// Learns for each table how long a part at the end of its files is, so that one request reads it.
/// Safe for use by many threads.
final class FooterLengths {
  private static final int LONGEST = 1 << 20;
  private static final int STEP = 1 << 10;
  private static final int MOST_TABLES = 10_000;

  private final Map<String, Integer> lengths = new LinkedHashMap<>();
  private final int first;

  /// @param first how long the part is taken to be in a table of which no file is known
  FooterLengths(int first) {
    this.first = first;
  }

  /// How many bytes to read for the part in a file of `table`.
  synchronized int of(String table) {
    return lengths.getOrDefault(table, first);
  }

  /// The part had so many bytes in a file of `table`. The length grows at once, and shrinks slowly.
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
