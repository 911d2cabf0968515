package dev.tarn.parquet.input;

import dev.tarn.record.AvroOutput;
import dev.tarn.record.EncodedRows;
import java.io.IOException;
import org.apache.avro.Schema;

/// The rows of one file, row group after row group.
final class ParquetRows implements EncodedRows {
  private final InputFooter footer;
  private final InputSchema.Rows rows;
  private final RowGroupBytes bytes;
  private final int mostBytesPassed;
  private int group = -1;
  private long left;

  /// @param mostBytesPassed how many bytes a row may have that is only passed over
  ParquetRows(InputFooter footer, InputSchema.Rows rows, RowGroupBytes bytes, int mostBytesPassed) {
    this.footer = footer;
    this.rows = rows;
    this.bytes = bytes;
    this.mostBytesPassed = mostBytesPassed;
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public void skip(long count) throws IOException {
    long passing = count;
    while (left == 0 && group + 1 < footer.groups().size() && rowsOf(group + 1) <= passing) {
      passing -= rowsOf(++group);
    }
    AvroOutput nowhere = new AvroOutput(mostBytesPassed);
    for (long row = 0; row < passing; row++) {
      nowhere.clear();
      nowhere.begin(row);
      if (!next(nowhere)) {
        return;
      }
    }
  }

  private long rowsOf(int index) {
    return footer.groups().get(index).getNum_rows();
  }

  @Override
  public boolean next(AvroOutput out) throws IOException {
    while (left == 0) {
      if (group + 1 >= footer.groups().size()) {
        return false;
      }
      left = rowsOf(++group);
      if (left > 0) {
        bytes.begin(group, rows.columns());
      }
    }
    rows.row().write(out, 0);
    if (--left == 0) {
      rows.columns().forEach(InputColumn::requireEnd);
      rows.columns().forEach(InputColumn::end);
    }
    return true;
  }

  @Override
  public void close() {
    rows.columns().forEach(InputColumn::end);
  }
}
