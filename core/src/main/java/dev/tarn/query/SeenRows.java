package dev.tarn.query;

import dev.tarn.access.Principal;
import dev.tarn.access.RowView;
import dev.tarn.access.SeenDatasets;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.table.Predicate;
import dev.tarn.table.Table;
import dev.tarn.table.TableStates;
import dev.tarn.table.Tables;
import java.util.Optional;

/// What a reader sees of a dataset. The row access that the dataset has now decides, whichever
/// version is read: rows that were open to all once are not for ever.
final class SeenRows {
  private final Tables tables;
  private final Principal reader;
  private final SeenDatasets seen;

  SeenRows(Tables tables, Principal reader) {
    this.tables = tables;
    this.reader = reader;
    seen = new SeenDatasets(tables, reader);
  }

  /// The dataset of that name. Throws [Problem.UnknownDataset] if there is none, and just so if the
  /// reader must not know of it; [Problem.Forbidden] if they know of it and may not read it.
  Table open(String name) {
    reader.requireRead(name);
    DatasetName dataset =
        DatasetName.parse(name).orElseThrow(() -> new Problem.UnknownDataset(name).exception());
    seen.requireTold(dataset);
    return tables.open(dataset).orElseThrow(() -> new Problem.UnknownDataset(name).exception());
  }

  /// What the rows that are seen in the state that is read meet; empty if all are seen.
  Optional<Predicate> condition(TableStates states) {
    return switch (seen.view(states.latest().definition())) {
      case RowView.Whole() -> Optional.empty();
      case RowView.Restricted restricted ->
          Optional.of(condition(restricted, states.read().definition()));
    };
  }

  /// An earlier version need not have the column; then it tells of no row whose it is.
  private static Predicate condition(RowView.Restricted view, DatasetDefinition read) {
    return read.schema().getField(view.column()) == null
        ? RowView.Restricted.nothing(read.eventTime())
        : view.condition();
  }
}
