package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.record.RecordPosition;
import dev.tarn.record.RecordSlice;
import dev.tarn.record.RecordSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// The slices of an uploaded file, by whatever definition each is wanted. It is opened anew where
/// the definition is another than before, or the slice not the next.
final class UploadSlices implements Closeable {
  private final UploadFormat format;
  private final UploadedFile file;
  private final BatchDecoder decoder;
  private final ColumnarFormat columnar;
  private final boolean describingAll;
  private final int sliceBytes;
  private Optional<Open> open = Optional.empty();

  private record Open(RecordSource source, DatasetDefinition definition, RecordPosition position) {}

  /// @param columnar reads files of columns
  /// @param describingAll as [BatchDecoder#decoder(DatasetDefinition, boolean)] has it
  UploadSlices(
      UploadFormat format,
      UploadedFile file,
      BatchDecoder decoder,
      ColumnarFormat columnar,
      boolean describingAll,
      int sliceBytes) {
    this.format = format;
    this.file = file;
    this.decoder = decoder;
    this.columnar = columnar;
    this.describingAll = describingAll;
    this.sliceBytes = sliceBytes;
  }

  /// The slice that begins at `position`, by `definition`; empty at the file's end. Which records
  /// are in it depends on the position alone.
  Optional<RecordSlice> at(RecordPosition position, DatasetDefinition definition)
      throws IOException {
    RecordSource source = source(position, definition);
    Optional<RecordSlice> slice = source.next();
    open = Optional.of(new Open(source, definition, slice.map(RecordSlice::end).orElse(position)));
    return slice;
  }

  private RecordSource source(RecordPosition position, DatasetDefinition definition)
      throws IOException {
    if (open.isPresent()
        && open.get().position().equals(position)
        && open.get().definition().equals(definition)) {
      return open.get().source();
    }
    close();
    RecordSource source = open(decoder.decoder(definition, describingAll), position);
    open = Optional.of(new Open(source, definition, position));
    return source;
  }

  /// Here the format decides how a file is read.
  private RecordSource open(RecordDecoder by, RecordPosition from) throws IOException {
    return switch (format) {
      case NDJSON -> by.open(RecordFormat.NDJSON, file, from, sliceBytes);
      case CSV -> by.open(RecordFormat.CSV, file, from, sliceBytes);
      case AVRO -> by.open(RecordFormat.AVRO, file, from, sliceBytes);
      case PARQUET -> by.open(columnar, file, from, sliceBytes);
    };
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      RecordSource source = open.get().source();
      open = Optional.empty();
      source.close();
    }
  }
}
