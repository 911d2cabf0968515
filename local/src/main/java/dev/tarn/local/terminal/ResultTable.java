package dev.tarn.local.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A query's answer as an aligned table: names, types, and a line for each row; numbers to the
/// right, NULL told apart from text.
public final class ResultTable {
  private static final Set<String> NUMBERS =
      Set.of(
          "tinyint",
          "smallint",
          "integer",
          "bigint",
          "hugeint",
          "utinyint",
          "usmallint",
          "uinteger",
          "ubigint",
          "uhugeint",
          "float",
          "real",
          "double",
          "int",
          "long");
  private static final String GAP = "  ";
  private static final int LEAST_COLUMN = 8;

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Optional<String>>> rows = new ArrayList<>();

  private record Column(String name, String type) {
    boolean isNumber() {
      String kind = type.toLowerCase(Locale.ROOT);
      return NUMBERS.contains(kind) || kind.startsWith("decimal");
    }
  }

  /// The table of an answer with `columns` (each with `name` and `type`) and `rows`.
  public ResultTable(JsonNode answer) {
    for (JsonNode column : answer.path("columns")) {
      columns.add(
          new Column(
              Cell.safe(column.path("name").asText()), Cell.safe(column.path("type").asText())));
    }
    for (JsonNode row : answer.path("rows")) {
      List<Optional<String>> cells = new ArrayList<>();
      for (JsonNode value : row) {
        cells.add(value.isNull() ? Optional.empty() : Optional.of(text(value)));
      }
      rows.add(cells);
    }
  }

  private static String text(JsonNode value) {
    return Cell.safe(value.isValueNode() ? value.asText() : value.toString());
  }

  /// How many rows there are.
  public int rowCount() {
    return rows.size();
  }

  /// Writes it, each line after `indent`. On an interactive terminal long texts are cut so that
  /// lines fit; elsewhere nothing is.
  public void print(Terminal terminal, String indent) {
    int[] widths = widths();
    if (terminal.isInteractive()) {
      fit(widths, terminal.width() - indent.length());
    }
    terminal.line(indent + names(terminal, widths));
    terminal.line(indent + types(terminal, widths));
    for (List<Optional<String>> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < columns.size(); i++) {
        Optional<String> value = i < row.size() ? row.get(i) : Optional.empty();
        String cell = padded(value.orElse("NULL"), widths[i], columns.get(i).isNumber());
        line.append(i == 0 ? "" : GAP)
            .append(value.isPresent() ? cell : terminal.styled(Style.DIM, cell));
      }
      terminal.line(line.toString().stripTrailing());
    }
  }

  private String names(Terminal terminal, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      line.append(i == 0 ? "" : GAP)
          .append(terminal.styled(Style.BOLD, padded(column.name, widths[i], column.isNumber())));
    }
    return line.toString().stripTrailing();
  }

  private String types(Terminal terminal, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      line.append(i == 0 ? "" : GAP)
          .append(padded(column.type.toLowerCase(Locale.ROOT), widths[i], column.isNumber()));
    }
    return terminal.styled(Style.DIM, line.toString().stripTrailing());
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(Cell.width(columns.get(i).name()), Cell.width(columns.get(i).type()));
      for (List<Optional<String>> row : rows) {
        if (i < row.size()) {
          widths[i] = Math.max(widths[i], Cell.width(row.get(i).orElse("NULL")));
        }
      }
    }
    return widths;
  }

  /// Takes columns from the widest until all fit, or none can give any more.
  private static void fit(int[] widths, int available) {
    int excess = GAP.length() * (widths.length - 1) - available;
    for (int width : widths) {
      excess += width;
    }
    while (excess > 0) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths.length == 0 || widths[widest] <= LEAST_COLUMN) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private static String padded(String text, int width, boolean right) {
    String cut = Cell.cut(text, width);
    String padding = " ".repeat(width - Cell.width(cut));
    return right ? padding + cut : cut + padding;
  }
}
