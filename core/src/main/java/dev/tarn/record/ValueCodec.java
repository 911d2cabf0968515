package dev.tarn.record;

import java.io.IOException;

/// Knows one type of the schema: reads its values from JSON onto a tape, and gives what is on a
/// tape to a visitor. Null is known to whatever holds the value, never to its codec. Immutable.
interface ValueCodec {
  /// Reads the value that begins at the current token, which is not null, and ends at its last one.
  /// On a fault, what is on the tape beyond the record's beginning is to be dropped.
  void read(Reading in) throws IOException, Fault;

  /// In which form a cell of a CSV holds its values.
  default CellForm cellForm() {
    return CellForm.TEXT;
  }

  /// Takes a boolean, if the type has those.
  default void takeBoolean(boolean value, Reading in) throws Fault {
    throw new IllegalStateException("no boolean is of this type");
  }

  /// Takes an integer in the unit of the type, if it has those.
  default void takeLong(long value, Reading in) throws Fault {
    throw new IllegalStateException("no integer is of this type");
  }

  /// Takes a floating-point number, if the type has those; a `float` is given as it widens.
  default void takeDouble(double value, Reading in) throws Fault {
    throw new IllegalStateException("no floating-point number is of this type");
  }

  /// Whether it is `float`, to which other numbers are rounded.
  default boolean isFloat() {
    return false;
  }

  /// Takes a string in UTF-8, the bytes of a `bytes` or `fixed`, or a symbol's name, if the type
  /// has those.
  default void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    throw new IllegalStateException("no string is of this type");
  }

  /// Takes a symbol by its position among the type's, if it has those.
  default void takeOrdinal(int ordinal, Reading in) throws Fault {
    throw new IllegalStateException("no symbol is of this type");
  }

  /// Gives the value that `tape` is at to `visitor`, and passes it.
  void replay(TapeCursor tape, RecordVisitor visitor);

  /// Puts a default, as [org.apache.avro.Schema.Field#defaultVal] gives it, on a tape. Throws
  /// [IllegalArgumentException] where it is no value of this type.
  void put(Object value, Tape tape);
}
