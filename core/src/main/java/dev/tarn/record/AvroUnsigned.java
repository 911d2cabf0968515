package dev.tarn.record;

import java.math.BigInteger;

/// Reads values of [ForeignType.Kind#UNSIGNED_LONG] as integers or floating-point numbers.
record AvroUnsigned(ValueCodec codec, boolean floating) implements AvroNode {
  @Override
  public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
    long value = in.readLong();
    if (floating) {
      BigInteger exact = new BigInteger(Long.toUnsignedString(value));
      codec.takeDouble(codec.isFloat() ? exact.floatValue() : exact.doubleValue(), out);
    } else if (value < 0) {
      throw out.fault(
          Fault.Code.RANGE,
          "the number "
              + Long.toUnsignedString(value)
              + " is greater than "
              + Long.MAX_VALUE
              + ", the greatest that a long holds");
    } else {
      codec.takeLong(value, out);
    }
  }
}
