package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import java.util.List;
import java.util.Optional;

/// The tables of one lake, one per dataset.
public interface Tables {
  /// Creates the dataset's table, empty, at version 0; or empty if the dataset has one, which is
  /// then left as it is. Of concurrent calls exactly one creates.
  Optional<Table> create(DatasetDefinition definition);

  /// The dataset's table, or empty if there is none. One whose log is damaged is a
  /// [dev.tarn.problem.Problem.DamagedTable], never none.
  Optional<Table> open(DatasetName dataset);

  /// The datasets that have a table, by name.
  List<DatasetName> list();
}
