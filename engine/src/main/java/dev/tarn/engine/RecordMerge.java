package dev.tarn.engine;

import dev.tarn.compaction.MergeLimits;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetFooter;
import dev.tarn.parquet.RecordMerging;
import dev.tarn.parquet.RecordOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/// Merges files record by record, as many at once as fit in memory as objects, at least one. Each
/// such part is sorted for itself.
final class RecordMerge {
  /// About how much more a value takes as an object than in an uncompressed column.
  private static final long OBJECT_FACTOR = 16;

  private final DatasetDefinition definition;
  private final MergeLimits limits;
  private final Deadline deadline;

  RecordMerge(DatasetDefinition definition, MergeLimits limits, Deadline deadline) {
    this.definition = definition;
    this.limits = limits;
    this.deadline = deadline;
  }

  /// Merges `files` into ones named `base` and a number, and adds those to `written`.
  void merge(List<Path> files, Path base, List<Path> written) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    long heap = 0;
    long stored = 0;
    for (Path file : files) {
      long more = ParquetFooter.read(file).uncompressedBytes() * OBJECT_FACTOR;
      if (!records.isEmpty() && heap + more > limits.memoryBytes()) {
        write(records, stored, base, written);
        records.clear();
        heap = 0;
        stored = 0;
      }
      RecordMerging.read(file, records, this::step);
      heap += more;
      stored += Files.size(file);
    }
    if (!records.isEmpty()) {
      write(records, stored, base, written);
    }
  }

  private void write(List<GenericRecord> records, long bytes, Path base, List<Path> written) {
    records.sort(new RecordOrder(definition));
    int parts = Math.toIntExact(Math.max(1, Math.ceilDiv(bytes, limits.targetBytes())));
    int rows = Math.ceilDiv(records.size(), parts);
    for (int from = 0; from < records.size(); from += rows) {
      Path file = Path.of(base + "-" + written.size() + ".parquet");
      written.add(file);
      RecordMerging.write(
          file,
          records.subList(from, Math.min(records.size(), from + rows)),
          definition,
          limits.rowGroupRows(),
          this::step);
    }
  }

  private void step() {
    if (deadline.passed()) {
      throw deadline.problem().exception();
    }
  }
}
