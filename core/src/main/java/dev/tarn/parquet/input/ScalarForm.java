package dev.tarn.parquet.input;

import dev.tarn.record.AvroOutput;

/// How values of one type of column are written in Avro's encoding.
@FunctionalInterface
interface ScalarForm {
  /// Reads the next of `values` and puts it at the end of `out`.
  ///
  /// @param scratch for values of bytes
  void write(PageValues values, BinaryValue scratch, AvroOutput out) throws DamagedData;
}
