package dev.tarn.compression;

import java.io.IOException;

/// The header of a member of gzip (RFC 1952, section 2.3).
final class GzipHeader {
  private static final int METHOD_DEFLATE = 8;
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int TIME_FLAGS_AND_SYSTEM = 6;

  private GzipHeader() {}

  /// Takes the header that `in` is at.
  static void skip(CompressedInput in) throws IOException {
    long start = in.position();
    if (in.take() != 0x1f || in.take() != 0x8b) {
      throw new DamagedStreamException(
          start == 0
              ? "do not begin as gzip does"
              : "go on at byte " + start + " with something that is not gzip");
    }
    int method = in.take();
    int flags = in.take();
    if (method != METHOD_DEFLATE || (flags & RESERVED) != 0) {
      throw new DamagedStreamException(
          "have a header at byte " + start + " that gzip does not have");
    }
    skip(in, TIME_FLAGS_AND_SYSTEM);
    if ((flags & EXTRA) != 0) {
      int low = in.take();
      skip(in, low | in.take() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText(in);
    }
    if ((flags & COMMENT) != 0) {
      skipText(in);
    }
    if ((flags & HEADER_CHECK) != 0) {
      skip(in, 2);
    }
  }

  private static void skip(CompressedInput in, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var _ = in.take();
    }
  }

  private static void skipText(CompressedInput in) throws IOException {
    while (in.take() != 0) {
      // A name or comment ends with a zero.
    }
  }
}
