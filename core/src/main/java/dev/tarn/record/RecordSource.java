package dev.tarn.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// The records of one file, slice after slice, in memory for a few slices however large the file
/// is. The slices of a file depend on where reading began and on nothing else, so that reading can
/// stop at any slice's end and go on from there.
public interface RecordSource extends Closeable {
  /// The next slice, which has one record at least, or empty at the file's end. Throws
  /// [dev.tarn.problem.Problem.MalformedBody] where the file is none of its format from here on,
  /// [dev.tarn.problem.Problem.PayloadTooLarge] where a record does not fit a slice, and what the
  /// file throws.
  Optional<RecordSlice> next() throws IOException;
}
