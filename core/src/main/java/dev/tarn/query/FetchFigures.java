package dev.tarn.query;

/// How much a fetch reads.
///
/// @param files that it reads anything of, or knows the rows of
/// @param rowGroups in them that it reads, as far as [#rowGroupsKnown] says
/// @param rowGroupsTotal in them
/// @param rowGroupsKnown whether the row groups of all files are known
/// @param bytes of data files, at most
/// @param requests at most
public record FetchFigures(
    long files,
    long rowGroups,
    long rowGroupsTotal,
    boolean rowGroupsKnown,
    long bytes,
    long requests) {
  /// Nothing to read.
  public static final FetchFigures NONE = new FetchFigures(0, 0, 0, true, 0, 0);

  /// These and `other`.
  public FetchFigures plus(FetchFigures other) {
    return new FetchFigures(
        files + other.files,
        rowGroups + other.rowGroups,
        rowGroupsTotal + other.rowGroupsTotal,
        rowGroupsKnown && other.rowGroupsKnown,
        bytes + other.bytes,
        requests + other.requests);
  }
}
