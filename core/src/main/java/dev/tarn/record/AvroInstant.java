package dev.tarn.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/// Reads values of [ForeignType.Kind#INSTANT] as timestamps.
///
/// @param perSecond how many of the dataset's units a second has
record AvroInstant(ValueCodec codec, long perSecond) implements AvroNode {
  private static final long NANOS = 1_000_000_000;

  /// More seconds than the years that a dataset has come to, and few enough to be multiplied.
  private static final long MOST_SECONDS = 1_000_000_000_000L;

  @Override
  public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
    ByteBuffer value = bytes(in);
    long seconds = value.getLong();
    int nanos = value.getInt();
    if (Math.abs(seconds) > MOST_SECONDS) {
      throw out.fault(
          Fault.Code.RANGE, "the time, " + seconds + " seconds from 1970, is out of range");
    }
    if (nanos % (NANOS / perSecond) != 0) {
      throw out.fault(
          Fault.Code.RANGE,
          "the time "
              + Instant.ofEpochSecond(seconds, nanos)
              + " has more decimals of a second than are kept");
    }
    codec.takeLong(seconds * perSecond + nanos / (NANOS / perSecond), out);
  }

  /// The value's bytes, seconds first.
  static ByteBuffer bytes(AvroInput in) throws DamagedBlock {
    return ByteBuffer.wrap(
            in.bytes(), in.take(ForeignType.INSTANT_BYTES), ForeignType.INSTANT_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
