package dev.tarn.record;

import java.io.IOException;
import java.util.Optional;

/// The records of an NDJSON file, cut between lines.
final class LineSource implements RecordSource {
  private final RecordDecoder decoder;
  private final SliceBuffer buffer;
  private RecordPosition at;

  /// How many line feeds the slice that is cut has.
  private int lines;

  LineSource(RecordDecoder decoder, RecordFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    this.decoder = decoder;
    buffer = new SliceBuffer(file.from(from.offset()), sliceBytes);
    at = from;
  }

  @Override
  public Optional<RecordSlice> next() throws IOException {
    while (buffer.fill()) {
      int end = endOfLines();
      RecordBatch batch = decoder.lines(buffer.take(end, at), at.origin());
      at = at.after(batch, at.offset() + end, lines);
      if (batch.size() + batch.rejected() > 0) {
        return Optional.of(new RecordSlice(batch, at));
      }
    }
    return Optional.empty();
  }

  /// Where the last line ends that does so within the buffer, of as many as a slice may have.
  private int endOfLines() {
    int most = decoder.recordsInSlice();
    int end = 0;
    lines = 0;
    for (int i = 0; i < buffer.size() && lines < most; i++) {
      if (buffer.bytes()[i] == '\n') {
        end = i + 1;
        lines++;
      }
    }
    return buffer.ended() && lines < most ? buffer.size() : end;
  }

  @Override
  public void close() throws IOException {
    buffer.close();
  }
}
