package dev.tarn.record;

import java.io.IOException;
import java.util.Optional;

/// The records of an NDJSON file, cut between lines.
final class LineSource implements RecordSource {
  private final RecordDecoder decoder;
  private final SliceBuffer buffer;
  private RecordPosition at;

  LineSource(RecordDecoder decoder, RecordFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    this.decoder = decoder;
    buffer = new SliceBuffer(file.from(from.offset()), sliceBytes);
    at = from;
  }

  @Override
  public Optional<RecordSlice> next() throws IOException {
    while (buffer.fill()) {
      int end = buffer.size();
      while (!buffer.ended() && end > 0 && buffer.bytes()[end - 1] != '\n') {
        end--;
      }
      byte[] slice = buffer.take(end, at);
      RecordBatch batch = decoder.lines(slice, at.origin());
      int records = batch.size() + Math.toIntExact(batch.rejected());
      at =
          new RecordPosition(
              at.offset() + end,
              Math.addExact(at.records(), records),
              Math.addExact(at.lines(), lines(slice)));
      if (records > 0) {
        return Optional.of(new RecordSlice(batch, at));
      }
    }
    return Optional.empty();
  }

  private static int lines(byte[] slice) {
    int lines = 0;
    for (byte each : slice) {
      lines += each == '\n' ? 1 : 0;
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    buffer.close();
  }
}
