package dev.tarn.export.job;

import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.access.SeenDatasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.part.PartResultWriter;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks what is to be exported before a job is made of it.
public final class ExportSql {
  private final Tables tables;
  private final Querying querying;
  private final QueryLimits limits;

  /// @param limits of the check
  public ExportSql(Tables tables, Querying querying, QueryLimits limits) {
    this.tables = tables;
    this.querying = querying;
    this.limits = limits;
  }

  /// Gives `creator` with what they are granted of the datasets that the export reads.
  ///
  /// Throws [Problem.UnknownDataset] if there is none that the creator may know of,
  /// [Problem.Forbidden] where not all rows of what it reads may be read, [Problem.SqlRefused]
  /// where the SQL is not accepted, and [Problem.MalformedRequest] where it does not read the
  /// dataset.
  Principal check(Principal creator, DatasetName dataset, Optional<String> sql) {
    requireWhole(creator, dataset);
    if (sql.isEmpty()) {
      return creator.forAllRowsOf(Set.of(dataset.value()));
    }
    Querying.Checked checked =
        querying.check(
            new Query(
                creator.needingAllRows(),
                sql.get(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            limits);
    PartResultWriter.requireWritable(checked.columns());
    if (!checked.datasets().contains(dataset.value())) {
      throw new Problem.MalformedRequest(
              "the SQL of an export of '" + dataset + "' must read it",
              Optional.of(Place.pointer("/sql")))
          .exception();
    }
    return creator.forAllRowsOf(checked.datasets());
  }

  /// Throws [Problem.UnknownDataset] if there is none, or `reader` must not know of it, and
  /// [Problem.Forbidden] if they may not read all of its rows: what is published of a dataset is
  /// for those who may.
  void requireWhole(Principal reader, DatasetName dataset) {
    reader.requireRead(dataset.value());
    Table table =
        tables
            .open(dataset)
            .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
    new SeenDatasets(tables, reader).requireWhole(table);
  }

  /// Whether `reader` may read every dataset that an export of `creator`'s reads, and so be told of
  /// it.
  static boolean isToldTo(Principal reader, Principal creator) {
    return creator.datasets().byDataset().keySet().stream()
        .allMatch(name -> name.equals(DatasetGrants.EVERY) || reader.mayRead(name));
  }
}
