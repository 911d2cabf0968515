package dev.tarn.ingest;

import dev.tarn.access.RowView;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordVisitor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.avro.Schema;

/// Checks that a writer who sees some rows of a dataset alone writes no others.
final class OwnRows {
  private static final int MOST_REASONS = 100;
  private static final int LONGEST_QUOTE = 100;

  private OwnRows() {}

  /// Throws [Problem.InvalidRecords] where an accepted record of `batch` is not in `view`; it is
  /// numbered as it stands in the body, and rejected ones have to be described all.
  static void require(RowView view, DatasetDefinition definition, RecordBatch batch) {
    require(view, definition, batch, 0);
  }

  /// The same of a slice before which there are `before` records; reasons have positions that count
  /// from the beginning of all.
  static void require(RowView view, DatasetDefinition definition, RecordBatch batch, int before) {
    switch (view) {
      case RowView.Whole() -> {}
      case RowView.Restricted restricted -> require(restricted, definition, batch, before);
    }
  }

  /// The text in the column `column` of an accepted record; empty if it is null.
  static Optional<String> value(Schema schema, String column, RecordBatch batch, int record) {
    TopLevelText text = new TopLevelText(index(schema, column));
    batch.replay(record, text);
    return text.value;
  }

  private static void require(
      RowView.Restricted view, DatasetDefinition definition, RecordBatch batch, int before) {
    int index = index(definition.schema(), view.column());
    long foreign = 0;
    List<RejectedRecord> reasons = new ArrayList<>();
    int position = before;
    PrimitiveIterator.OfInt rejected =
        batch.rejections().stream().mapToInt(each -> each.reason().record()).iterator();
    int nextRejected = next(rejected);
    for (int record = 0; record < batch.size(); record++) {
      while (position == nextRejected) {
        position++;
        nextRejected = next(rejected);
      }
      TopLevelText text = new TopLevelText(index);
      batch.replay(record, text);
      if (text.value.isEmpty() || !view.values().contains(text.value.get())) {
        foreign++;
        if (reasons.size() < MOST_REASONS) {
          reasons.add(reason(position, view, text.value));
        }
      }
      position++;
    }
    if (foreign > 0) {
      throw new Problem.InvalidRecords(batch.size() + batch.rejected(), foreign, reasons)
          .exception();
    }
  }

  private static int next(PrimitiveIterator.OfInt positions) {
    return positions.hasNext() ? positions.nextInt() : -1;
  }

  private static RejectedRecord reason(
      int record, RowView.Restricted view, Optional<String> value) {
    String found =
        value
            .map(text ->
                text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text)
            .map(text -> "'" + text + "'")
            .orElse("null");
    return new RejectedRecord(
        record,
        "/" + view.column(),
        "access",
        "is %s; the token's claim '%s' lets it write rows of %s alone"
            .formatted(
                found,
                view.claim(),
                view.values().isEmpty()
                    ? "no value"
                    : "'" + String.join("', '", view.values().stream().sorted().toList()) + "'"));
  }

  /// As [RecordVisitor] counts: without fields of type null.
  private static int index(Schema schema, String column) {
    int index = 0;
    for (Schema.Field field : schema.getFields()) {
      if (field.name().equals(column)) {
        return index;
      }
      if (field.schema().getType() != Schema.Type.NULL) {
        index++;
      }
    }
    throw new IllegalArgumentException("the schema has no field " + column);
  }

  /// The text of one field of the record itself.
  private static final class TopLevelText implements RecordVisitor {
    private final int index;
    private Optional<String> value = Optional.empty();
    private int depth;
    private boolean inside;

    TopLevelText(int index) {
      this.index = index;
    }

    @Override
    public void startField(int field) {
      if (depth == 0) {
        inside = field == index;
      }
    }

    @Override
    public void endField(int field) {
      if (depth == 0) {
        inside = false;
      }
    }

    @Override
    public void startGroup() {
      depth++;
    }

    @Override
    public void endGroup() {
      depth--;
    }

    @Override
    public void addBoolean(boolean ignored) {}

    @Override
    public void addInt(int ignored) {}

    @Override
    public void addLong(long ignored) {}

    @Override
    public void addFloat(float ignored) {}

    @Override
    public void addDouble(double ignored) {}

    @Override
    public void addBytes(byte[] buffer, int offset, int length) {
      if (inside && depth == 0) {
        value = Optional.of(new String(buffer, offset, length, StandardCharsets.UTF_8));
      }
    }
  }
}
