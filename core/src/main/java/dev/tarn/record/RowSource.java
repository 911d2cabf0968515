package dev.tarn.record;

import java.io.IOException;
import java.util.Optional;

/// The records of a file of columns, cut between rows. A position's offset is the number of rows
/// that precede.
final class RowSource implements RecordSource {
  private final RecordDecoder decoder;
  private final EncodedRows rows;
  private final AvroDecoding decoding;
  private final int sliceBytes;
  private RecordPosition at;

  RowSource(
      RecordDecoder decoder,
      EncodedRows rows,
      DecodeLimits limits,
      RecordPosition from,
      int sliceBytes)
      throws IOException {
    this.decoder = decoder;
    this.rows = rows;
    this.sliceBytes = sliceBytes;
    decoding = decoder.blocks(new RowBlocks(rows, from.offset(), limits, sliceBytes));
    rows.skip(from.offset());
    at = from;
  }

  @Override
  public Optional<RecordSlice> next() throws IOException {
    Optional<RecordBatch> batch = decoding.part(decoder.assembly(at.origin()), sliceBytes);
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    at = at.after(batch.get(), at.offset() + batch.get().size() + batch.get().rejected(), 0);
    return Optional.of(new RecordSlice(batch.get(), at));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
