package dev.tarn.parquet.input;

import dev.tarn.record.AvroOutput;
import java.util.List;

/// Writes values of one type of a file's schema in Avro's encoding, each from the columns below it,
/// by their levels ("Nested Encoding" in the Parquet format). That all columns agree on what is
/// there is checked, as it decides how much is written.
sealed interface RowNode {
  /// Writes the value that the columns are at, and passes it.
  ///
  /// @param repetition the repetition level that it begins with
  void write(AvroOutput out, int repetition);

  /// Passes where there is no value, as something above is null or empty, whose definition level is
  /// `definition`.
  void pass(int repetition, int definition);

  /// The first column below.
  InputColumn first();

  /// What has the columns of another.
  sealed interface Around extends RowNode {
    RowNode node();

    @Override
    default void pass(int repetition, int above) {
      node().pass(repetition, above);
    }

    @Override
    default InputColumn first() {
      return node().first();
    }
  }

  /// A column's values.
  record Leaf(InputColumn column, ScalarForm form, int definition, BinaryValue scratch)
      implements RowNode {
    @Override
    public void write(AvroOutput out, int repetition) {
      column.require(repetition, definition);
      try {
        form.write(column.values(), scratch, out);
      } catch (DamagedData e) {
        throw column.damaged(e.detail());
      }
      column.advance();
    }

    @Override
    public void pass(int repetition, int above) {
      column.require(repetition, above);
      column.advance();
    }

    @Override
    public InputColumn first() {
      return column;
    }
  }

  /// A column that has no values: nulls, which are written as nothing.
  ///
  /// @param definition the level that values would have
  record Nothing(Leaf node, int definition) implements Around {
    @Override
    public void write(AvroOutput out, int repetition) {
      node.pass(repetition, definition - 1);
    }
  }

  /// What may be null: a union of that and `node`.
  record Optional(RowNode node, int definition) implements Around {
    @Override
    public void write(AvroOutput out, int repetition) {
      if (node.first().definition() >= definition) {
        out.putLong(1);
        node.write(out, repetition);
      } else {
        out.putLong(0);
        node.pass(repetition, definition - 1);
      }
    }
  }

  /// A key of a map, which may not be null whatever the schema says.
  record Key(RowNode node, int definition) implements Around {
    @Override
    public void write(AvroOutput out, int repetition) {
      if (node.first().definition() < definition) {
        throw node.first().damaged("a key of a map is null");
      }
      node.write(out, repetition);
    }
  }

  /// Fields, one after another.
  record Struct(List<RowNode> fields) implements RowNode {
    @Override
    public void write(AvroOutput out, int repetition) {
      for (RowNode field : fields) {
        field.write(out, repetition);
      }
    }

    @Override
    public void pass(int repetition, int above) {
      for (RowNode field : fields) {
        field.pass(repetition, above);
      }
    }

    @Override
    public InputColumn first() {
      return fields.getFirst().first();
    }
  }

  /// Any number of items: an array, or a map if they are keys and values, which are encoded alike.
  record Items(RowNode node, int definition, int level) implements Around {
    @Override
    public void write(AvroOutput out, int repetition) {
      if (node.first().definition() < definition) {
        node.pass(repetition, definition - 1);
      } else {
        out.putLong(1);
        node.write(out, repetition);
        while (node.first().repetition() == level) {
          out.putLong(1);
          node.write(out, level);
        }
      }
      out.putLong(0);
    }
  }
}
