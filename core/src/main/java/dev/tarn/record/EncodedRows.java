package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import org.apache.avro.Schema;

/// The rows of a file as records in Avro's binary encoding, one after another, so that they are
/// resolved into the dataset's schema as those of an Avro file are. It belongs to one thread.
public interface EncodedRows extends Closeable {
  /// The schema that [#next] writes records by, a record. Names in it are the file's, whether Avro
  /// has such names or not; [ForeignType] says what Avro has no type for.
  Schema schema();

  /// Passes over the next `rows` rows, or all that are left if there are fewer. Throws as [#next]
  /// does.
  void skip(long rows) throws IOException;

  /// Puts the next row at the end of `out` and returns true, or returns false after the last.
  /// Throws [Problem.MalformedBody] with the place where the file is damaged,
  /// [Problem.UnsupportedMediaType] where it is compressed in a way that is not read,
  /// [Problem.PayloadTooLarge] where rows are larger than is read, and what the file throws.
  boolean next(AvroOutput out) throws IOException;
}
