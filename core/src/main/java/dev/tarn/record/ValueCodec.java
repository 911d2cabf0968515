package dev.tarn.record;

import java.io.IOException;

/// Knows one type of the schema: reads its values from JSON onto a tape, and gives what is on a
/// tape to a visitor. Null is known to whatever holds the value, never to its codec. Immutable.
interface ValueCodec {
  /// Reads the value that begins at the current token, which is not null, and ends at its last one.
  /// On a fault, what is on the tape beyond the record's beginning is to be dropped.
  void read(Reading in) throws IOException, Fault;

  /// Gives the value that `tape` is at to `visitor`, and passes it.
  void replay(TapeCursor tape, RecordVisitor visitor);

  /// Puts a default, as [org.apache.avro.Schema.Field#defaultVal] gives it, on a tape. Throws
  /// [IllegalArgumentException] where it is no value of this type.
  void put(Object value, Tape tape);
}
