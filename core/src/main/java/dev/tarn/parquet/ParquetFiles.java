package dev.tarn.parquet;

import java.io.IOException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;

/// Opens Parquet files without Hadoop.
final class ParquetFiles {
  private ParquetFiles() {}

  /// A reader of `file`, whose footer it has read.
  static ParquetFileReader open(InputFile file) throws IOException {
    return ParquetFileReader.open(
        file,
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdPages())
            .build());
  }
}
