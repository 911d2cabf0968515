package dev.tarn.benchmarks;

import dev.tarn.compaction.FileMerger;
import dev.tarn.compaction.MergeLimits;
import dev.tarn.compaction.MergedFile;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.RecordMerging;
import dev.tarn.parquet.RecordOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/// The usual way to merge Parquet files in Java: parquet-avro reads all records into memory, a list
/// sorts them, and parquet-avro writes them, into one file.
final class AvroMerger implements FileMerger {
  @Override
  public List<MergedFile> merge(
      DatasetDefinition definition, List<Path> files, MergeLimits limits, Path directory) {
    List<GenericRecord> records = new ArrayList<>();
    for (Path file : files) {
      RecordMerging.read(file, records, () -> {});
    }
    records.sort(new RecordOrder(definition));
    Path merged = directory.resolve("merged.parquet");
    RecordMerging.write(merged, records, definition, limits.rowGroupRows(), () -> {});
    try {
      return List.of(new MergedFile(merged, Files.size(merged), ParquetFooter.statistics(merged)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
