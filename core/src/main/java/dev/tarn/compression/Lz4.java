package dev.tarn.compression;

/// LZ4's block format, without any frame ("LZ4 Block Format Description"): sequences of literals
/// and of a copy of what came before; the last has literals alone.
final class Lz4 {
  private static final int LEAST_COPY = 4;
  private static final int LONG = 15;

  private final byte[] bytes;
  private final int to;
  private int at;

  private Lz4(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    at = from;
  }

  static void undo(byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    Lz4 lz4 = new Lz4(bytes, from, to);
    boolean more = true;
    while (more) {
      more = lz4.sequence(out);
    }
  }

  private boolean sequence(BoundedOutput out) throws DamagedDataException, ExpansionException {
    int token = next();
    long literals = length(token >> 4);
    if (literals > to - at) {
      throw new DamagedDataException("end too early");
    }
    out.add(bytes, at, (int) literals);
    at += (int) literals;
    if (at == to) {
      return false;
    }
    int distance = next() | next() << 8;
    copy(length(token & LONG) + LEAST_COPY, distance, out);
    return true;
  }

  private long length(int first) throws DamagedDataException {
    long length = first;
    if (first == LONG) {
      int more = next();
      while (more == 0xff) {
        length += more;
        more = next();
      }
      length += more;
    }
    return length;
  }

  private static void copy(long length, int distance, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    if (distance < 1 || distance > out.size()) {
      throw new DamagedDataException("are damaged: they copy from before their beginning");
    }
    if (length > out.left()) {
      throw new ExpansionException(out.most());
    }
    byte[] all = out.room((int) length);
    int target = out.size();
    int source = target - distance;
    for (int i = 0; i < length; i++) {
      all[target + i] = all[source + i];
    }
    out.advance((int) length);
  }

  private int next() throws DamagedDataException {
    if (at == to) {
      throw new DamagedDataException("end too early");
    }
    return bytes[at++] & 0xff;
  }
}
