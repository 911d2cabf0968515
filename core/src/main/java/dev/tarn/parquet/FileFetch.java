package dev.tarn.parquet;

import dev.tarn.query.FetchFigures;
import dev.tarn.table.DataFile;
import java.util.List;

/// What is to be read of one data file.
sealed interface FileFetch {
  DataFile file();

  /// How much that is.
  FetchFigures figures();

  /// Nothing, since no row of it can matter.
  ///
  /// @param groups how many row groups it has
  record Nothing(DataFile file, int groups) implements FileFetch {
    @Override
    public FetchFigures figures() {
      return new FetchFigures(0, 0, groups, true, 0, 0);
    }
  }

  /// Nothing, since no column of it matters: how many rows it has is in the table's log.
  record RowCount(DataFile file) implements FileFetch {
    @Override
    public FetchFigures figures() {
      return new FetchFigures(1, 0, 0, true, 0, 0);
    }
  }

  /// Nothing, since of its rows only counts matter, which are in the table's log.
  ///
  /// @param rows how many there are, and how many of them have no value, by column
  record Counts(DataFile file, CountedRows rows) implements FileFetch {
    @Override
    public FetchFigures figures() {
      return new FetchFigures(1, 0, 0, true, 0, 0);
    }
  }

  /// All of it, by one request.
  ///
  /// @param groups how many row groups it has, or -1 where its footer is not known
  record Whole(DataFile file, int groups) implements FileFetch {
    @Override
    public FetchFigures figures() {
      return new FetchFigures(
          1, Math.max(0, groups), Math.max(0, groups), groups >= 0, file.bytes(), 1);
    }
  }

  /// Some of its column chunks.
  ///
  /// @param pieces the chunks, in parts that one request can read
  /// @param longestGap how much may be read between two of them rather than make one more request
  /// @param groupsTotal how many row groups it has
  record Chunks(
      DataFile file,
      StoredFooter footer,
      MiniFooter mini,
      List<ByteRange> pieces,
      int longestGap,
      int groupsTotal)
      implements FileFetch {
    public Chunks {
      pieces = List.copyOf(pieces);
    }

    /// Requests that read all of `some` of the pieces.
    List<ByteRange> requests(List<ByteRange> some) {
      return ByteRange.coalesce(some, longestGap);
    }

    @Override
    public FetchFigures figures() {
      List<ByteRange> requests = requests(pieces);
      return new FetchFigures(
          1, mini.rowGroups(), groupsTotal, true, ByteRange.sum(requests), requests.size());
    }
  }
}
