package dev.tarn.parquet.input;

import dev.tarn.problem.Problem;

/// Counts the bytes of the pages and dictionaries that are in use at once, decompressed.
final class OpenBytes {
  private final long most;
  private long now;

  OpenBytes(long most) {
    this.most = most;
  }

  /// Takes `more`, for `where`. Throws [Problem.PayloadTooLarge] where that is too many.
  void take(long more, String where) {
    if (now + more > most) {
      throw new Problem.PayloadTooLarge(
              where
                  + ": with a page of "
                  + more
                  + " bytes, the pages that are in use come to more than "
                  + most
                  + " bytes; write smaller pages, or fewer columns")
          .exception();
    }
    now += more;
  }

  /// Gives `fewer` back.
  void give(long fewer) {
    now -= fewer;
  }
}
