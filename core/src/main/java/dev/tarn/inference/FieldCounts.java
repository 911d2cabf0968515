package dev.tarn.inference;

import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordVisitor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Counts the values of the fields at the top of a batch's records.
final class FieldCounts implements RecordVisitor {
  private static final int MOST_DISTINCT = 10_000;
  private static final int MOST_EXAMPLES = 3;
  private static final int SHOWN = 40;

  private final List<Column> columns = new ArrayList<>();
  private int depth;
  private int current;

  /// What was counted of one field.
  static final class Column {
    private final Set<Long> hashes = new LinkedHashSet<>();
    private final List<String> examples = new ArrayList<>();
    private long values;

    long values() {
      return values;
    }

    long distinct() {
      return hashes.size();
    }

    boolean isLeast() {
      return hashes.size() >= MOST_DISTINCT;
    }

    List<String> examples() {
      return examples;
    }

    private void add(long hash, String shown) {
      if (hashes.size() < MOST_DISTINCT && hashes.add(hash) && examples.size() < MOST_EXAMPLES) {
        examples.add(shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown);
      }
    }
  }

  /// Of `batch`, whose records have `fields` fields that hold something.
  static List<Column> of(RecordBatch batch, int fields) {
    FieldCounts counts = new FieldCounts();
    for (int i = 0; i < fields; i++) {
      counts.columns.add(new Column());
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.replay(i, counts);
    }
    return counts.columns;
  }

  private void add(Object value) {
    if (depth == 0) {
      String text = value.toString();
      long hash = 1_125_899_906_842_597L;
      for (int i = 0; i < text.length(); i++) {
        hash = 31 * hash + text.charAt(i);
      }
      columns.get(current).add(hash, text);
    }
  }

  @Override
  public void startField(int index) {
    if (depth == 0) {
      current = index;
      columns.get(index).values++;
    }
  }

  @Override
  public void endField(int index) {}

  @Override
  public void startGroup() {
    depth++;
  }

  @Override
  public void endGroup() {
    depth--;
  }

  @Override
  public void addBoolean(boolean value) {
    add(value);
  }

  @Override
  public void addInt(int value) {
    add(value);
  }

  @Override
  public void addLong(long value) {
    add(value);
  }

  @Override
  public void addFloat(float value) {
    add(value);
  }

  @Override
  public void addDouble(double value) {
    add(value);
  }

  @Override
  public void addBytes(byte[] buffer, int offset, int length) {
    if (depth == 0) {
      add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }
  }
}
