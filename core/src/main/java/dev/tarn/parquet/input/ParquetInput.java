package dev.tarn.parquet.input;

import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.EncodedRows;
import dev.tarn.record.RangedFile;
import java.io.IOException;
import java.util.function.Predicate;

/// Parquet files, whoever wrote them: the footer is read when they are opened, then one row group
/// after another, of each the columns that are wanted.
///
/// Columns have the types of Avro that are closest ([dev.tarn.record.ForeignType] where there is
/// none); what is optional is a union with null. A group that is a list is an array, of two levels
/// or three, as is a repeated field; one that is a map with keys of bytes is a map, and any other
/// an array of its keys and values. Timestamps that are not adjusted to UTC are local ones.
///
/// Memory stays within [ParquetInputLimits], whatever the file says.
public final class ParquetInput implements ColumnarFormat {
  private final ParquetInputLimits limits;

  /// Reads files within `limits`.
  public ParquetInput(ParquetInputLimits limits) {
    this.limits = limits;
  }

  @Override
  public EncodedRows open(RangedFile file, Predicate<String> wanted) throws IOException {
    InputFooter footer = InputFooter.read(file, limits);
    InputSchema.Rows rows =
        InputSchema.of(footer.schema(), wanted, limits, new OpenBytes(limits.openBytes()));
    return new ParquetRows(
        footer, rows, new RowGroupBytes(file, footer, limits), limits.pageBytes());
  }
}
