package dev.tarn.query;

import dev.tarn.table.Predicate;
import java.util.OptionalLong;
import java.util.Set;

/// What a statement needs of one table, over all its mentions of it.
///
/// @param columns the top-level columns it reads, which may be none (`count(*)`)
/// @param predicate met by every row that can matter to the answer
/// @param limit where the statement is no more than some rows of this table, whichever ones, each
///   by itself: how many it wants
public record TableScan(
    String table, Set<String> columns, Predicate predicate, OptionalLong limit) {
  public TableScan {
    columns = Set.copyOf(columns);
  }
}
