package dev.tarn.compression;

/// Snappy's raw format: a length, then literals and copies of what came before ("Snappy compressed
/// format description", section 2).
final class Snappy {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;
  private static final int LONG_LITERAL = 60;

  private final byte[] bytes;
  private final int to;
  private int at;

  private Snappy(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    at = from;
  }

  static void undo(byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    Snappy snappy = new Snappy(bytes, from, to);
    long length = snappy.length();
    if (length > out.most()) {
      throw new ExpansionException(out.most());
    }
    while (snappy.at < to) {
      snappy.element(out);
    }
    if (out.size() != length) {
      throw new DamagedDataException("come to " + out.size() + " bytes where they say " + length);
    }
  }

  private long length() throws DamagedDataException {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DamagedDataException("do not begin with a length");
  }

  private void element(BoundedOutput out) throws DamagedDataException, ExpansionException {
    int tag = next();
    int high = tag >> 2;
    switch (tag & 3) {
      case LITERAL -> literal(high, out);
      case COPY_1 -> copy((high & 7) + 4, (long) high >> 3 << 8 | next(), out);
      case COPY_2 -> copy(high + 1, number(2), out);
      default -> copy(high + 1, number(4), out);
    }
  }

  private void literal(int high, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    long length = (high < LONG_LITERAL ? high : number(high - LONG_LITERAL + 1)) + 1;
    if (length > to - at) {
      throw new DamagedDataException("end too early");
    }
    out.add(bytes, at, (int) length);
    at += (int) length;
  }

  private static void copy(int length, long distance, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    if (distance < 1 || distance > out.size()) {
      throw new DamagedDataException("are damaged: they copy from before their beginning");
    }
    if (length > out.left()) {
      throw new ExpansionException(out.most());
    }
    byte[] all = out.room(length);
    int target = out.size();
    int source = target - (int) distance;
    for (int i = 0; i < length; i++) {
      all[target + i] = all[source + i];
    }
    out.advance(length);
  }

  private long number(int count) throws DamagedDataException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() throws DamagedDataException {
    if (at == to) {
      throw new DamagedDataException("end too early");
    }
    return bytes[at++] & 0xff;
  }
}
