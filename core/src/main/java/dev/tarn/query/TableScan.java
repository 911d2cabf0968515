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
/// @param countsOnly whether nothing else matters of its rows than how many there are, and how many
///   of them have a value in each of the columns
public record TableScan(
    String table,
    Set<String> columns,
    Predicate predicate,
    OptionalLong limit,
    boolean countsOnly) {
  public TableScan {
    columns = Set.copyOf(columns);
  }
}
