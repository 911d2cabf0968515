package dev.tarn.record;

import java.io.IOException;

/// The timestamp that is a record's event time; notes it when it is read.
final class EventTimeCodec implements ValueCodec {
  private final TemporalCodec timestamp;

  EventTimeCodec(TemporalCodec timestamp) {
    this.timestamp = timestamp;
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    long value = timestamp.value(in);
    timestamp.put(value, in.tape());
    in.eventTimeMicros(micros(value));
  }

  @Override
  public CellForm cellForm() {
    return timestamp.cellForm();
  }

  @Override
  public void takeLong(long value, Reading in) throws Fault {
    timestamp.takeLong(value, in);
    in.eventTimeMicros(micros(value));
  }

  /// `value`, in the type's unit, in microseconds.
  long micros(long value) {
    return value * timestamp.microsPerUnit();
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    timestamp.replay(tape, visitor);
  }

  @Override
  public void put(Object value, Tape tape) {
    timestamp.put(value, tape);
  }
}
