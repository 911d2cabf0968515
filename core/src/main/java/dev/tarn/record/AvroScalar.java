package dev.tarn.record;

import org.apache.avro.Schema;

/// Reads values that are neither made of others nor symbols.
///
/// @param type what they were written as
/// @param size of a `fixed`
/// @param codec what they are in the dataset
/// @param floating whether that is a floating-point number
/// @param units how many of the dataset's units one of an integer's is; negative for how many there
///   are to one of the dataset's
record AvroScalar(Schema.Type type, int size, ValueCodec codec, boolean floating, int units)
    implements AvroNode {
  @Override
  public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
    switch (type) {
      case BOOLEAN -> codec.takeBoolean(in.readBoolean(), out);
      case INT -> integer(in.readInt(), out);
      case LONG -> integer(in.readLong(), out);
      case FLOAT -> codec.takeDouble(in.readFloat(), out);
      case DOUBLE -> codec.takeDouble(in.readDouble(), out);
      case STRING, BYTES -> bytes(in, in.readLength(), out);
      case FIXED -> bytes(in, size, out);
      case NULL, ENUM, ARRAY, MAP, RECORD, UNION ->
          throw new IllegalStateException(type + " is no scalar");
    }
  }

  private void bytes(AvroInput in, int length, Reading out) throws Fault, DamagedBlock {
    codec.takeBytes(in.bytes(), in.take(length), length, out);
  }

  private void integer(long value, Reading out) throws Fault {
    if (floating) {
      // A long is rounded once: to a float not by way of a double, which would round it twice.
      codec.takeDouble(codec.isFloat() ? (float) value : (double) value, out);
    } else {
      codec.takeLong(converted(value, out), out);
    }
  }

  private long converted(long value, Reading out) throws Fault {
    if (units > 1) {
      long product = value * units;
      if (product / units != value) {
        throw out.fault(Fault.Code.RANGE, "the time " + value + " is out of range");
      }
      return product;
    }
    if (units < 0) {
      if (value % units != 0) {
        throw out.fault(
            Fault.Code.RANGE, "the time " + value + " has more decimals of a second than are kept");
      }
      return value / -units;
    }
    return value;
  }
}
