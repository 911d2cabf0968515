package dev.tarn.compression;

import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// Members of gzip (RFC 1952). The JDK's own stream passes over whatever follows the first member
/// and is none, so that a body cut off within its second one would be taken.
final class Gzip {
  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final byte[] bytes;
  private final int from;
  private final int to;

  private Gzip(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  static void undo(byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    Gzip gzip = new Gzip(bytes, from, to);
    int at = from;
    do {
      at = gzip.member(at, out);
    } while (at < to);
  }

  private int member(int start, BoundedOutput out) throws DamagedDataException, ExpansionException {
    int data = endOfHeader(start);
    int before = out.size();
    int end;
    Inflater inflater = new Inflater(true);
    try {
      end = Inflating.one(inflater, bytes, data, to, out);
    } finally {
      inflater.end();
    }
    require(end, TRAILER);
    CRC32 sum = new CRC32();
    sum.update(out.room(0), before, out.size() - before);
    if (number(end) != sum.getValue() || number(end + 4) != out.size() - before) {
      throw new DamagedDataException("are damaged: the check sum or length at their end differs");
    }
    return end + TRAILER;
  }

  private int endOfHeader(int start) throws DamagedDataException {
    if (to - start < 2 || bytes[start] != 0x1f || bytes[start + 1] != (byte) 0x8b) {
      throw new DamagedDataException(
          start == from
              ? "do not begin as gzip does"
              : "go on at byte " + (start - from) + " with something that is not gzip");
    }
    require(start, FIXED_HEADER);
    int flags = bytes[start + 3];
    if (bytes[start + 2] != 8 || (flags & RESERVED) != 0) {
      throw new DamagedDataException("have a header that gzip does not have");
    }
    int at = start + FIXED_HEADER;
    if ((flags & EXTRA) != 0) {
      require(at, 2);
      at += 2 + ((bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8);
    }
    at = (flags & NAME) != 0 ? afterText(at) : at;
    at = (flags & COMMENT) != 0 ? afterText(at) : at;
    at += (flags & HEADER_CHECK) != 0 ? 2 : 0;
    require(at, 0);
    return at;
  }

  private int afterText(int start) throws DamagedDataException {
    int at = start;
    require(at, 1);
    while (bytes[at] != 0) {
      at++;
      require(at, 1);
    }
    return at + 1;
  }

  private void require(int at, int count) throws DamagedDataException {
    if (to - at < count) {
      throw new DamagedDataException("end too early");
    }
  }

  private long number(int at) {
    long value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
