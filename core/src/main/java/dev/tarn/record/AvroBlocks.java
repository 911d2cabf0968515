package dev.tarn.record;

import dev.tarn.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;

/// Records in Avro's binary encoding, block after block.
interface AvroBlocks {
  /// The schema that the records were written by.
  Schema schema();

  /// Advances to the next block and returns its values, or empty at the file's end.
  Optional<AvroInput> next() throws IOException;

  /// How many records the current block says it has.
  long records();

  /// Allows the blocks that follow as many bytes as a whole body.
  void allowAnew();

  /// How many bytes of the allowance the blocks came to.
  long spent();

  /// The current block is not what it should be.
  ProblemException damaged(String detail);
}
