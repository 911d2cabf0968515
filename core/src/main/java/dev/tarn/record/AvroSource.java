package dev.tarn.record;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The records of an Avro object container file, cut between blocks.
final class AvroSource implements RecordSource {
  private final RecordDecoder decoder;
  private final AvroContainer container;
  private final AvroDecoding decoding;
  private final InputStream in;
  private final int sliceBytes;
  private RecordPosition at;

  AvroSource(RecordDecoder decoder, RecordFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    this.decoder = decoder;
    this.sliceBytes = sliceBytes;
    InputStream beginning = new BufferedInputStream(file.from(0));
    boolean resumed = from.offset() > 0;
    try {
      container = AvroContainer.open(beginning);
      decoding = decoder.blocks(container);
    } catch (IOException | RuntimeException e) {
      beginning.close();
      throw e;
    }
    if (resumed) {
      beginning.close();
      in = new BufferedInputStream(file.from(from.offset()));
      container.resume(in, from.offset());
    } else {
      in = beginning;
    }
    at = from;
  }

  @Override
  public Optional<RecordSlice> next() throws IOException {
    Optional<RecordBatch> batch = decoding.part(decoder.assembly(at.origin()), sliceBytes);
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    at = at.after(batch.get(), container.position(), 0);
    return Optional.of(new RecordSlice(batch.get(), at));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
