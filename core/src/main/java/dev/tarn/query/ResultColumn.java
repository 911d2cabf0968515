package dev.tarn.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One column of a result, with the SQL engine's name for its type.
public record ResultColumn(String name, String type) {
  /// The names of `columns`, those that several have told apart by a number: `a`, `a_1`, `a_2`.
  public static List<String> distinctNames(List<ResultColumn> columns) {
    Set<String> given = new HashSet<>();
    columns.forEach(column -> given.add(column.name()));
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (ResultColumn column : columns) {
      String name = column.name();
      for (int number = 1; !taken.add(name); number++) {
        String numbered = column.name() + "_" + number;
        if (!given.contains(numbered)) {
          name = numbered;
        }
      }
      names.add(name);
    }
    return names;
  }
}
