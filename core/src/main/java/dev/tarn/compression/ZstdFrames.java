package dev.tarn.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Frames of zstd (RFC 8878).
final class ZstdFrames {
  /// The binary logarithm of the largest window, which is native memory: 64 MiB.
  static final int LARGEST_WINDOW = 26;

  private static final int STEP = 64 * 1024;

  private ZstdFrames() {}

  static void undo(byte[] bytes, int from, int to, BoundedOutput out)
      throws DamagedDataException, ExpansionException {
    if (from == to) {
      throw new DamagedDataException("end too early");
    }
    ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, to - from);
    byte[] past = new byte[1];
    try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in)) {
      zstd.setLongMax(LARGEST_WINDOW);
      for (; ; ) {
        if (out.left() == 0) {
          if (zstd.read(past, 0, 1) > 0) {
            throw new ExpansionException(out.most());
          }
          return;
        }
        byte[] room = out.room(STEP);
        int count = zstd.read(room, out.size(), room.length - out.size());
        if (count < 0) {
          return;
        }
        out.advance(count);
      }
    } catch (IOException e) {
      throw new DamagedDataException(detail(e, to - from - in.available()));
    }
  }

  /// What is wrong with frames of which `read` bytes were read when `e` was thrown.
  static String detail(IOException e, long read) {
    String said = e.getMessage() == null ? "" : e.getMessage();
    if (said.startsWith("Truncated") || said.startsWith("Read error or truncated")) {
      return "end too early";
    }
    if (said.startsWith("Unknown frame descriptor")) {
      return "have something in them that is no frame of zstd";
    }
    if (said.contains("too much memory")) {
      return "need a window of more than 64 MiB";
    }
    return "are damaged before byte " + read + (said.isEmpty() ? "" : " (" + said + ")");
  }
}
