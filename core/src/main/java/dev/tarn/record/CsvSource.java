package dev.tarn.record;

import java.io.IOException;
import java.util.Optional;

/// The records of a CSV, cut between rows.
final class CsvSource implements RecordSource {
  private final RecordDecoder decoder;
  private final SliceBuffer buffer;
  private final CsvHeader header;
  private RecordPosition at;

  CsvSource(RecordDecoder decoder, RecordFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    this.decoder = decoder;
    RecordPosition first;
    SliceBuffer beginning = new SliceBuffer(file.from(0), sliceBytes);
    boolean resumed = from.offset() > 0;
    try {
      beginning.fill();
      byte[] body = beginning.bytes();
      CsvRows rows =
          new CsvRows(body, BodyText.start(body), beginning.size(), CsvHeader.MOST_COLUMNS);
      header = decoder.rows(body, Origin.BEGINNING).header(rows);
      first = new RecordPosition(rows.end(), 0, rows.lines());
      if (!resumed) {
        beginning.take(rows.end(), RecordPosition.BEGINNING);
      }
    } catch (IOException | RuntimeException e) {
      beginning.close();
      throw e;
    }
    if (resumed) {
      beginning.close();
      buffer = new SliceBuffer(file.from(from.offset()), sliceBytes);
      at = from;
    } else {
      buffer = beginning;
      at = first;
    }
  }

  @Override
  public Optional<RecordSlice> next() throws IOException {
    while (buffer.fill()) {
      int end = endOfRows();
      byte[] slice = buffer.take(end, at);
      CsvRows rows = new CsvRows(slice, 0, slice.length, CsvHeader.MOST_COLUMNS);
      RecordBatch batch = decoder.rows(slice, at.origin()).part(rows, header);
      at = at.after(batch, at.offset() + end, rows.lines());
      if (batch.size() + batch.rejected() > 0) {
        return Optional.of(new RecordSlice(batch, at));
      }
    }
    return Optional.empty();
  }

  /// Where the last row ends that does so within the buffer, of as many as a slice may have.
  private int endOfRows() {
    int most = decoder.recordsInSlice();
    CsvRows rows = new CsvRows(buffer.bytes(), 0, buffer.size(), 1);
    int end = 0;
    int count = 0;
    while (count < most && rows.next() && (buffer.ended() || rows.ended())) {
      end = rows.end();
      count++;
    }
    return buffer.ended() && count < most ? buffer.size() : end;
  }

  @Override
  public void close() throws IOException {
    buffer.close();
  }
}
