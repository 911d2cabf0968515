package dev.tarn.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A visitor that keeps a record as a map of fields by their index, so that records are equal in
/// whatever order their fields came.
final class RecordTree implements RecordVisitor {
  private final Deque<Map<Integer, List<Object>>> groups = new ArrayDeque<>();
  private final Deque<Integer> fields = new ArrayDeque<>();

  private RecordTree() {
    groups.push(new TreeMap<>());
  }

  /// All accepted records of `batch`.
  static List<Object> all(RecordBatch batch) {
    List<Object> records = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      RecordTree tree = new RecordTree();
      batch.replay(i, tree);
      records.add(tree.groups.element());
    }
    return records;
  }

  private void add(Object value) {
    groups.element().computeIfAbsent(fields.element(), none -> new ArrayList<>()).add(value);
  }

  @Override
  public void startField(int index) {
    fields.push(index);
  }

  @Override
  public void endField(int index) {
    fields.pop();
  }

  @Override
  public void startGroup() {
    groups.push(new TreeMap<>());
  }

  @Override
  public void endGroup() {
    Map<Integer, List<Object>> group = groups.pop();
    add(group);
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
    add(value == 0 ? 0f : value);
  }

  @Override
  public void addDouble(double value) {
    add(value == 0 ? 0.0 : value);
  }

  @Override
  public void addBytes(byte[] buffer, int offset, int length) {
    add(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
  }
}
