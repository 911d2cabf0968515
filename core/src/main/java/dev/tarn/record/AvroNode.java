package dev.tarn.record;

/// Reads values of one type that they were written by: onto the tape, as ones of the dataset's
/// type, or past them. Immutable.
interface AvroNode {
  /// Reads the value that `in` is at, and passes it. After a [Fault], `in` is anywhere within the
  /// value, and what is on the tape beyond the record's beginning is to be dropped.
  void read(AvroInput in, Reading out) throws Fault, DamagedBlock;

  /// Whether it reads nulls, of which nothing is put on a tape.
  default boolean isNull() {
    return false;
  }

  /// Reads nothing, which is what null is written as.
  record Null() implements AvroNode {
    @Override
    public boolean isNull() {
      return true;
    }

    @Override
    public void read(AvroInput in, Reading out) {}
  }

  /// Refuses whatever stands there.
  record Refusal(Fault.Code code, String detail) implements AvroNode {
    @Override
    public void read(AvroInput in, Reading out) throws Fault {
      throw out.fault(code, detail);
    }
  }
}
