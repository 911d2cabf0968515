package dev.tarn.query;

import dev.tarn.table.Predicate;
import java.util.Set;

/// What a statement needs of one table, over all its mentions of it.
///
/// @param columns the top-level columns it reads, which may be none (`count(*)`)
/// @param predicate met by every row that can matter to the answer
public record TableScan(String table, Set<String> columns, Predicate predicate) {
  public TableScan {
    columns = Set.copyOf(columns);
  }
}
