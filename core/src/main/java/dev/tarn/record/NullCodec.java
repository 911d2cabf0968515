package dev.tarn.record;

import java.io.IOException;

/// `null`, which holds nothing: only null, or absence, fits, and neither reaches a codec.
final class NullCodec implements ValueCodec {
  @Override
  public void read(Reading in) throws IOException, Fault {
    throw in.wrongType("null");
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    throw new IllegalStateException("null is not on a tape");
  }

  @Override
  public void put(Object value, Tape tape) {
    throw new IllegalArgumentException("the default of a null field can only be null");
  }
}
