package dev.tarn.record;

import dev.tarn.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;

/// Rows of a file as blocks of records. Where a block ends depends on where the one before it ended
/// and on nothing else.
final class RowBlocks implements AvroBlocks {
  private static final int BYTES = 64 * 1024;
  private static final int RECORDS = 1_000;

  /// A batch takes blocks until it has half of the records that it may have.
  private static final int PART_OF_BATCH = 4;

  private final EncodedRows rows;
  private final AvroOutput out;
  private final int mostRecords;
  private long position;
  private long records;
  private long spent;

  /// The blocks of `rows`, which are at `position`.
  RowBlocks(EncodedRows rows, long position, DecodeLimits limits, int mostOfRecord) {
    this.rows = rows;
    this.position = position;
    out = new AvroOutput(mostOfRecord);
    mostRecords = Math.clamp(limits.maxRecords() / PART_OF_BATCH, 1, RECORDS);
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public Optional<AvroInput> next() throws IOException {
    out.clear();
    records = 0;
    boolean more = true;
    while (more && records < mostRecords && out.size() < BYTES) {
      out.begin(position);
      more = rows.next(out);
      if (more) {
        records++;
        position++;
      }
    }
    if (records == 0) {
      return Optional.empty();
    }
    byte[] block = out.toBytes();
    spent += block.length;
    return Optional.of(new AvroInput(block, 0, block.length));
  }

  @Override
  public long records() {
    return records;
  }

  @Override
  public void allowAnew() {
    spent = 0;
  }

  @Override
  public long spent() {
    return spent;
  }

  @Override
  public ProblemException damaged(String detail) {
    throw new IllegalStateException("rows were encoded so that they cannot be read: " + detail);
  }
}
