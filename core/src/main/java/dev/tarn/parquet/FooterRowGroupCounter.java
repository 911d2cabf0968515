package dev.tarn.parquet;

import dev.tarn.query.RowGroupCounter;
import java.nio.file.Path;

/// Counts row groups in a Parquet file's footer.
public final class FooterRowGroupCounter implements RowGroupCounter {
  @Override
  public int count(Path file) {
    return ParquetFooter.read(file).rowGroups();
  }
}
