package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.io.IOException;
import java.util.function.Predicate;

/// A format whose files hold records column by column, and can be read by ranges alone. Safe for
/// use by many threads.
public interface ColumnarFormat {
  /// The rows of `file`, from its first on, of which the columns at the top that `wanted` takes by
  /// their names are read and no others.
  ///
  /// Throws [Problem.MalformedBody] where the file is none of the format, [Problem.PayloadTooLarge]
  /// where it has more of something than is read, and what the file throws. Closing the rows leaves
  /// the file as it is.
  EncodedRows open(RangedFile file, Predicate<String> wanted) throws IOException;
}
