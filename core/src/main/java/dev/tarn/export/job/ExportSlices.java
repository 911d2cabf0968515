package dev.tarn.export.job;

import dev.tarn.access.SeenDatasets;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.part.PartFile;
import dev.tarn.export.part.Parts;
import dev.tarn.parquet.RecordFileReader;
import dev.tarn.problem.Problem;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.table.DataFile;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/// The files that an export of records reads, in slices that are the same whenever they are made:
/// in the order of event dates, none larger than a part unless a single file is.
final class ExportSlices {
  private final ExportRequest request;
  private final DatasetDefinition definition;
  private final WindowFilter window;
  private final long partBytes;
  private final List<List<DataFile>> slices;

  private ExportSlices(
      ExportRequest request, DatasetDefinition definition, List<DataFile> files, long partBytes) {
    this.request = request;
    this.definition = definition;
    this.window = WindowFilter.of(definition, request);
    this.partBytes = partBytes;
    this.slices = slices(files, partBytes);
  }

  /// The slices of what `request` covers of the dataset at `version`. Throws [Problem.Forbidden]
  /// where its creator may not read all rows any more.
  static ExportSlices of(Tables tables, ExportRequest request, long version, long partBytes) {
    Table table =
        tables
            .open(request.dataset())
            .orElseThrow(() -> new Problem.UnknownDataset(request.dataset().value()).exception());
    // Row access may have come since the export was asked for.
    new SeenDatasets(tables, request.creator()).requireWhole(table);
    TableSnapshot snapshot = table.snapshot(new SnapshotTime.AtVersion(version));
    List<DataFile> files =
        new ArrayList<>(
            request.after().isPresent()
                ? table.appended(request.after().getAsLong(), version)
                : snapshot.files(WindowFilter.of(snapshot.definition(), request).predicate()));
    files.sort(Comparator.comparing(DataFile::eventDate).thenComparing(DataFile::key));
    return new ExportSlices(request, snapshot.definition(), files, partBytes);
  }

  /// A file of half a part's size or more is a slice of its own.
  private static List<List<DataFile>> slices(List<DataFile> files, long partBytes) {
    List<List<DataFile>> slices = new ArrayList<>();
    List<DataFile> slice = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : files) {
      boolean alone = file.bytes() >= partBytes / 2;
      if (!slice.isEmpty() && (alone || bytes + file.bytes() > partBytes)) {
        slices.add(slice);
        slice = new ArrayList<>();
        bytes = 0;
      }
      if (alone) {
        slices.add(List.of(file));
      } else {
        slice.add(file);
        bytes += file.bytes();
      }
    }
    if (!slice.isEmpty()) {
      slices.add(slice);
    }
    return slices;
  }

  int count() {
    return slices.size();
  }

  /// The schema of the records, whichever one their files were written with.
  Schema schema() {
    return definition.schema();
  }

  /// Writes the slice of that number, from 0, to files in `directory` that go to `whole`.
  void write(int number, DataFileFetcher fetcher, Path directory, Consumer<PartFile> whole) {
    List<DataFile> slice = slices.get(number);
    List<LocalFile> files = fetcher.fetch(slice, Set.of(), window.predicate(), directory).files();
    if (slice.size() == 1 && files.size() == 1 && isPart(slice.getFirst())) {
      whole.accept(PartFile.of(files.getFirst().path(), slice.getFirst().rows()));
      return;
    }
    try (Parts parts =
        new Parts(
            request.format(),
            request.compression(),
            definition.schema(),
            directory,
            partBytes,
            whole)) {
      for (LocalFile file : files) {
        copy(file.path(), parts);
      }
      parts.finish();
    }
  }

  /// Whether the data file is itself what would be written of it.
  private boolean isPart(DataFile file) {
    return request.format() == ExportFormat.PARQUET
        && request.compression() == ExportCompression.ZSTD
        && file.bytes() >= partBytes / 2
        && file.schemaVersion() == definition.schemaVersion()
        && window.coversAll(file);
  }

  private void copy(Path file, Parts parts) {
    try (RecordFileReader records = RecordFileReader.open(file, definition.schema())) {
      Optional<GenericRecord> record = records.next();
      while (record.isPresent()) {
        if (window.covers(record.get())) {
          parts.write(record.get());
        }
        record = records.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a data file could not be closed", e);
    }
  }
}
