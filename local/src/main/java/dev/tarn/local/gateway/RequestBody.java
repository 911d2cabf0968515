package dev.tarn.local.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// What came of reading a request's body.
sealed interface RequestBody {
  /// All of it.
  @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
  record Whole(byte[] bytes) implements RequestBody {}

  /// More than was allowed; the rest is unread.
  record TooLarge() implements RequestBody {}

  /// The gateway holds as many bytes as it may; the rest is unread.
  record NoRoom() implements RequestBody {}

  /// Reads `in` to its end, holding no more than `limit` bytes and no more than `claim` is given.
  static RequestBody read(InputStream in, int limit, BufferBudget.Claim claim) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] block = new byte[BufferBudget.BLOCK];
    while (true) {
      int read = in.readNBytes(block, 0, block.length);
      if (read == 0) {
        return new Whole(whole.toByteArray());
      }
      if (whole.size() + read > limit) {
        return new TooLarge();
      }
      if (!claim.grow()) {
        return new NoRoom();
      }
      whole.write(block, 0, read);
    }
  }
}
