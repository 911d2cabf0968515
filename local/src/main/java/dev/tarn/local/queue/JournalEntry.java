package dev.tarn.local.queue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One thing that happened to a message, as it stands in the journal.
sealed interface JournalEntry {
  /// The message it happened to.
  UUID id();

  /// It was sent. The body is at the entry's end, and read apart.
  ///
  /// @param bodyBytes how long it is
  record Sent(UUID id, long sentMillis, String group, int bodyBytes) implements JournalEntry {}

  /// It was received, for the `receives`th time.
  record Received(UUID id, int receives) implements JournalEntry {}

  /// It was deleted.
  record Deleted(UUID id) implements JournalEntry {}

  /// A message that is sent, with its body.
  static ByteBuffer sent(UUID id, long sentMillis, String group, byte[] body) {
    byte[] name = group.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = begin(1 + 16 + 8 + 4 + name.length + body.length, 's', id);
    return entry.putLong(sentMillis).putInt(name.length).put(name).put(body).flip();
  }

  /// A message that is received.
  static ByteBuffer received(UUID id, int receives) {
    return begin(1 + 16 + 4, 'r', id).putInt(receives).flip();
  }

  /// A message that is deleted.
  static ByteBuffer deleted(UUID id) {
    return begin(1 + 16, 'd', id).flip();
  }

  private static ByteBuffer begin(int bytes, char kind, UUID id) {
    return ByteBuffer.allocate(bytes)
        .put((byte) kind)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
  }

  /// The entry that `bytes` hold. Throws [IllegalArgumentException] if they hold none.
  static JournalEntry read(ByteBuffer bytes) {
    try {
      char kind = (char) bytes.get();
      UUID id = new UUID(bytes.getLong(), bytes.getLong());
      return switch (kind) {
        case 's' -> {
          long sent = bytes.getLong();
          byte[] name = new byte[Math.min(bytes.remaining(), bytes.getInt())];
          bytes.get(name);
          yield new Sent(id, sent, new String(name, StandardCharsets.UTF_8), bytes.remaining());
        }
        case 'r' -> new Received(id, bytes.getInt());
        case 'd' -> new Deleted(id);
        default -> throw new IllegalArgumentException("no entry is of the kind " + kind);
      };
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the entry is too short", e);
    }
  }
}
