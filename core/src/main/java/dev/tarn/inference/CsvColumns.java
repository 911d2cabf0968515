package dev.tarn.inference;

import dev.tarn.record.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was seen of a CSV's columns. A column is of a type other than string where all its cells
/// are.
final class CsvColumns implements Samples.RowVisitor {
  private final Samples samples;
  private final ValueShape.Places places = new ValueShape.Places();
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private List<Column> order = List.of();
  private long rows;

  CsvColumns(Samples samples) {
    this.samples = samples;
  }

  @Override
  public void header(List<String> names) {
    for (String name : names) {
      columns.put(name, new Column());
    }
    order = new ArrayList<>(columns.values());
  }

  @Override
  public void row(List<Optional<String>> cells) {
    rows++;
    for (int i = 0; i < cells.size(); i++) {
      order.get(i).add(cells.get(i));
    }
  }

  long rows() {
    return rows;
  }

  Map<String, ValueShape> fields() {
    Map<String, ValueShape> fields = new LinkedHashMap<>();
    columns.forEach((name, column) -> fields.put(name, column.shape()));
    return fields;
  }

  /// One column, as each of the things that it may turn out to be.
  private final class Column {
    private final ValueShape text = new ValueShape(places);
    private final ValueShape number = new ValueShape(places);
    private final ValueShape bool = new ValueShape(places);
    private Optional<ValueShape> nested = Optional.empty();
    private boolean numbers = true;
    private boolean booleans = true;
    private boolean documents = true;

    void add(Optional<String> cell) {
      if (cell.isEmpty()) {
        return;
      }
      String value = cell.get();
      text.addText(value);
      if (numbers) {
        addNumber(value);
      }
      booleans &= value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      if (booleans) {
        bool.addBoolean();
      }
      if (documents) {
        addDocument(value);
      }
    }

    private void addNumber(String value) {
      numbers = Samples.isNumber(value);
      if (numbers && Samples.isLong(value)) {
        number.addInteger(value);
      } else if (numbers) {
        numbers = value.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
        number.addFraction();
      }
    }

    private void addDocument(String value) {
      documents = value.startsWith("{") || value.startsWith("[");
      if (documents) {
        ValueShape shape = nested.orElseGet(() -> new ValueShape(places));
        nested = Optional.of(shape);
        documents = samples.value(value, shape::add) && shape.kinds().size() == 1;
      }
    }

    ValueShape shape() {
      if (text.values() == 0) {
        return text;
      }
      if (numbers) {
        return number;
      }
      if (booleans) {
        return bool;
      }
      return documents && nested.isPresent() && isTyped(nested.get()) ? nested.get() : text;
    }

    /// Whether a type can be proposed for nested values; where not, their text is kept.
    private static boolean isTyped(ValueShape shape) {
      try {
        new ProposedSchema().record(Map.of("v", shape), shape.values());
        return true;
      } catch (dev.tarn.problem.ProblemException e) {
        // The refusal is the answer here: text takes whatever the cells hold.
        return false;
      }
    }
  }
}
