package dev.tarn.compression;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates, with or without zlib's frame.
final class Inflating {
  private static final int STEP = 64 * 1024;
  private static final int METHOD_DEFLATE = 8;

  private Inflating() {}

  /// Whether a zlib header (RFC 1950, section 2.2) stands at `from`.
  static boolean startsWithFrame(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return false;
    }
    int first = bytes[from] & 0xff;
    int second = bytes[from + 1] & 0xff;
    return (first & 0x0f) == METHOD_DEFLATE && (first << 8 | second) % 31 == 0;
  }

  /// Inflates what must be all of `[from, to)`.
  static void all(byte[] bytes, int from, int to, boolean raw, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    Inflater inflater = new Inflater(raw);
    try {
      int end = one(inflater, bytes, from, to, out);
      if (end < to) {
        throw new DamagedDataException(
            "end at byte " + (end - from) + ", but " + (to - end) + " bytes follow");
      }
    } finally {
      inflater.end();
    }
  }

  /// Inflates one stream that begins at `from`, and returns where it ends.
  static int one(Inflater inflater, byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    byte[] past = new byte[1];
    inflater.setInput(bytes, from, to - from);
    try {
      while (!inflater.finished()) {
        int count;
        if (out.left() > 0) {
          byte[] room = out.room(STEP);
          count = inflater.inflate(room, out.size(), room.length - out.size());
          out.advance(count);
        } else {
          count = inflater.inflate(past);
          if (count > 0) {
            throw new ExpansionException(out.most());
          }
        }
        if (count == 0 && !inflater.finished()) {
          throw new DamagedDataException(
              inflater.needsDictionary()
                  ? "need a preset dictionary, which nobody gave"
                  : "end too early");
        }
      }
    } catch (DataFormatException e) {
      String what = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      throw new DamagedDataException("are damaged near byte " + inflater.getBytesRead() + what);
    }
    return to - inflater.getRemaining();
  }
}
