package dev.tarn.record;

/// Checks of UTF-8 (RFC 3629) and conversion into it, where Java's own would put a replacement for
/// what is malformed.
final class Utf8 {
  private static final long NOT_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /// The index of the first byte in `[from, to)` that begins no well-formed character (overlong
  /// forms, surrogates and what lies beyond U+10FFFF are malformed), or -1.
  static int malformed(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (i <= to - Long.BYTES && ((long) Tape.LONG.get(bytes, i) & NOT_ASCII) == 0) {
        i += Long.BYTES;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int size = sizeOfCharacter(bytes, i, to);
        if (size == 0) {
          return i;
        }
        i += size;
      }
    }
    return -1;
  }

  /// How many bytes the character beyond ASCII at `i` takes; 0 if it is malformed.
  private static int sizeOfCharacter(byte[] bytes, int i, int to) {
    int first = bytes[i] & 0xff;
    int second = continuation(bytes, i + 1, to);
    if (first < 0xc2 || first > 0xf4 || second < 0) {
      return 0;
    }
    if (first < 0xe0) {
      return 2;
    }
    int lead = (first & 0x0f) << 6 | second;
    if (continuation(bytes, i + 2, to) < 0) {
      return 0;
    }
    if (first < 0xf0) {
      boolean overlong = lead < 0x20;
      boolean surrogate = lead >= 0x360 && lead < 0x380;
      return overlong || surrogate ? 0 : 3;
    }
    boolean inRange = lead >= 0x10 && lead < 0x110;
    return inRange && continuation(bytes, i + 3, to) >= 0 ? 4 : 0;
  }

  private static int continuation(byte[] bytes, int i, int to) {
    return i < to && (bytes[i] & 0xc0) == 0x80 ? bytes[i] & 0x3f : -1;
  }

  /// How many bytes `text` takes; -1 if it has a surrogate that is not one of a pair.
  static int length(char[] text, int offset, int length) {
    int size = 0;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = text[i];
      if (c < 0x80) {
        size++;
      } else if (c < 0x800) {
        size += 2;
      } else if (!Character.isSurrogate(c)) {
        size += 3;
      } else if (i + 1 < end && Character.isSurrogatePair(c, text[i + 1])) {
        size += 4;
        i++;
      } else {
        return -1;
      }
    }
    return size;
  }

  /// Writes `text`, of which [#length] is known not to be -1.
  static void encode(char[] text, int offset, int length, byte[] to, int start) {
    int at = start;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = text[i];
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | c >> 6);
        to[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xe0 | c >> 12);
        to[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
        to[at++] = (byte) (0x80 | (c & 0x3f));
      } else {
        int point = Character.toCodePoint(c, text[++i]);
        to[at++] = (byte) (0xf0 | point >> 18);
        to[at++] = (byte) (0x80 | (point >> 12 & 0x3f));
        to[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
        to[at++] = (byte) (0x80 | (point & 0x3f));
      }
    }
  }
}
