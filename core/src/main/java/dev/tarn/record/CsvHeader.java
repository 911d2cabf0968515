package dev.tarn.record;

import dev.tarn.record.RecordField.Absence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The first row of a CSV: which of the schema's fields each column holds. A column has the name of
/// a field at the top of the schema, in any order. What does not fit is a fault of all rows.
final class CsvHeader {
  /// More columns than any schema has fields.
  static final int MOST_COLUMNS = 10_000;

  private final String[] names;
  private final int[] fields;
  private final long[] given;
  private final List<Fault> faults = new ArrayList<>();

  private final String text;

  private CsvHeader(String text, int columns, int fieldsOfSchema) {
    this.text = text;
    names = new String[columns];
    fields = new int[columns];
    given = new long[(fieldsOfSchema + Long.SIZE - 1) / Long.SIZE];
  }

  /// Of the row that `rows` is at.
  static CsvHeader of(byte[] body, CsvRows rows, CsvCell cell, RecordCodec codec) {
    CsvHeader header =
        new CsvHeader(
            new String(body, rows.start(), rows.end() - rows.start(), StandardCharsets.UTF_8)
                .stripTrailing(),
            rows.cells(),
            codec.size());
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < rows.cells(); i++) {
      cell.load(body, rows, i);
      String name = cell.getText();
      header.names[i] = name;
      Integer first = seen.putIfAbsent(name, i);
      OptionalInt field = codec.position(name);
      String where = Rejected.where(BodyText.place(body, rows.start(i))) + ": ";
      if (first != null) {
        header.add(
            name,
            Fault.Code.DUPLICATE,
            where + "the header names '" + Reading.shown(name) + "' twice");
      } else if (field.isEmpty()) {
        header.add(
            name,
            Fault.Code.UNKNOWN,
            where + "the schema has no field '" + Reading.shown(name) + "' for this column");
      } else {
        int position = field.getAsInt();
        header.fields[i] = position;
        header.given[position >> 6] |= 1L << position;
      }
    }
    header.checkAbsent(codec);
    return header;
  }

  private void checkAbsent(RecordCodec codec) {
    for (int i = 0; i < codec.size(); i++) {
      if ((given[i >> 6] & 1L << i) == 0 && codec.field(i).absence() instanceof Absence.Refused) {
        String name = codec.field(i).text();
        add(
            name,
            Fault.Code.MISSING,
            "the header has no column '" + name + "', a field that is required");
      }
    }
  }

  private void add(String name, Fault.Code code, String detail) {
    faults.add(new Fault(code, "/" + Reading.segment(name), detail));
  }

  /// The row as it is, without the end of its line.
  String text() {
    return text;
  }

  int columns() {
    return fields.length;
  }

  /// The name of column `i`.
  String name(int i) {
    return names[i];
  }

  /// The position of the field that column `i` holds.
  int field(int i) {
    return fields[i];
  }

  /// The fields that have a column, a bit each.
  long[] given() {
    return given;
  }

  /// Why no row fits the schema; empty where rows may.
  List<Fault> faults() {
    return faults;
  }
}
