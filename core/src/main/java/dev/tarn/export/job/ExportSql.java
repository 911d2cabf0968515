package dev.tarn.export.job;

import dev.tarn.dataset.DatasetName;
import dev.tarn.export.part.PartResultWriter;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /// Throws [Problem.UnknownDataset] if there is none, [Problem.SqlRefused] where the SQL is not
  /// accepted, and [Problem.MalformedRequest] where it does not read the dataset.
  void check(DatasetName dataset, Optional<String> sql) {
    if (tables.open(dataset).isEmpty()) {
      throw new Problem.UnknownDataset(dataset.value()).exception();
    }
    sql.ifPresent(text -> {
      Querying.Checked checked =
          querying.check(
              new Query(text, List.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of()),
              limits);
      PartResultWriter.requireWritable(checked.columns());
      if (!checked.datasets().contains(dataset.value())) {
        throw new Problem.MalformedRequest(
                "the SQL of an export of '" + dataset + "' must read it",
                Optional.of(Place.pointer("/sql")))
            .exception();
      }
    });
  }
}
