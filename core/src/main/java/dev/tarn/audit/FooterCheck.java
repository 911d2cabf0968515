package dev.tarn.audit;

import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Compares what a data file says of itself with what the log says of it. Bounds in the log may be
/// wider than the file's, since timestamps and long strings are rounded outwards there.
final class FooterCheck {
  private final FooterReader footers;

  FooterCheck(FooterReader footers) {
    this.footers = footers;
  }

  /// What is wrong with `file`, which the store has.
  List<Finding> check(DataFile file) {
    try {
      return switch (footers.read(file)) {
        case FooterReader.Footer.Sound(FileStatistics inFile) -> compare(file, inFile);
        case FooterReader.Footer.Malformed(String reason) ->
            List.of(new Finding.UnreadableFooter(file.key(), reason));
      };
    } catch (ObjectNotFoundException e) {
      return List.of(new Finding.MissingFile(file.key(), true));
    }
  }

  private static List<Finding> compare(DataFile file, FileStatistics inFile) {
    List<Finding> findings = new ArrayList<>();
    if (file.rows() != inFile.rows()) {
      findings.add(new Finding.WrongRows(file.key(), file.rows(), inFile.rows()));
    }
    new TreeMap<>(file.statistics().columns())
        .forEach((column, logged) -> {
          ColumnStatistics actual = inFile.columns().get(column);
          if (actual != null) {
            compare(file, column, logged, actual, findings);
          }
        });
    return findings;
  }

  private static void compare(
      DataFile file,
      String column,
      ColumnStatistics logged,
      ColumnStatistics actual,
      List<Finding> findings) {
    if (actual.min().isPresent() && !logged.admitsLeast(actual.min().get())) {
      findings.add(wrong(file, column, "min", text(logged.min()), text(actual.min())));
    }
    if (actual.max().isPresent() && !logged.admitsGreatest(actual.max().get())) {
      findings.add(wrong(file, column, "max", text(logged.max()), text(actual.max())));
    }
    if (logged.nulls().isPresent()
        && actual.nulls().isPresent()
        && logged.nulls().getAsLong() != actual.nulls().getAsLong()) {
      findings.add(
          wrong(
              file,
              column,
              "nulls",
              Long.toString(logged.nulls().getAsLong()),
              Long.toString(actual.nulls().getAsLong())));
    }
  }

  private static Finding wrong(
      DataFile file, String column, String statistic, String logged, String inFile) {
    return new Finding.WrongStatistics(file.key(), column, statistic, logged, inFile);
  }

  private static String text(Optional<Literal> bound) {
    return bound.map(Literal::toText).orElse("unknown");
  }
}
