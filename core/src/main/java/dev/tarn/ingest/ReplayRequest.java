package dev.tarn.ingest;

import dev.tarn.dataset.DatasetName;
import dev.tarn.query.ColumnFilter;
import dev.tarn.query.FilterParser;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Which rejected records are tried again: those that meet all conditions.
///
/// @param where conditions on the columns that rejected records have
/// @param batch what they came with, a batch or a message
public record ReplayRequest(List<ColumnFilter> where, Optional<String> batch) {
  public ReplayRequest {
    where = List.copyOf(where);
  }

  /// The conditions on the rejected records of `dataset`. Throws
  /// [dev.tarn.problem.Problem.MalformedRequest] where one does not fit.
  public Predicate predicate(DatasetName dataset) {
    FilterParser parser = new FilterParser(RejectedRows.definition(dataset, OptionalInt.empty()));
    List<Predicate> all = new ArrayList<>(where.stream().map(parser::parse).toList());
    batch.ifPresent(id ->
        all.add(
            new Predicate.Compare(
                "batch_id", Predicate.Comparison.EQUAL, new Literal.OfString(id))));
    return new Predicate.And(all);
  }
}
