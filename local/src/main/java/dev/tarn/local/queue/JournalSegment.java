package dev.tarn.local.queue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;

/// One file of a journal: entries one after another, each after its length and its CRC-32C, four
/// bytes each. An entry that was written in part, or that the disk garbled, ends the file.
final class JournalSegment implements Closeable {
  private static final int HEAD = 8;
  private static final int LONGEST_ENTRY = 4 << 20;

  private final Path file;
  private final FileChannel channel;
  private long size;
  private int live;

  private JournalSegment(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Sees the entries of a segment.
  @FunctionalInterface
  interface Reader {
    /// There is `entry` in `segment`, which ends before `end`.
    void entry(JournalSegment segment, JournalEntry entry, long end);
  }

  /// A new segment, durably in its directory.
  static JournalSegment create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    force(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory"));
    return new JournalSegment(file, channel);
  }

  /// The segment in `file`, whose sound entries `reader` is told; what follows them is cut off.
  static JournalSegment open(Path file, Reader reader) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    JournalSegment segment = new JournalSegment(file, channel);
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    while (segment.read(head, segment.size)) {
      int length = head.getInt();
      int sum = head.getInt();
      if (length < 1 || length > LONGEST_ENTRY) {
        break;
      }
      ByteBuffer bytes = ByteBuffer.allocate(length);
      if (!segment.read(bytes, segment.size + HEAD) || sum(bytes.duplicate()) != sum) {
        break;
      }
      segment.size += HEAD + length;
      reader.entry(segment, JournalEntry.read(bytes), segment.size);
    }
    if (channel.size() > segment.size) {
      channel.truncate(segment.size);
      channel.force(true);
    }
    return segment;
  }

  /// Makes the names of the files in a directory durable.
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private boolean read(ByteBuffer into, long from) throws IOException {
    into.clear();
    long at = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return false;
      }
      at += read;
    }
    into.flip();
    return true;
  }

  private static int sum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /// Writes `entry` at the end, and gives where it ends. It is durable after [#force()]. What could
  /// be written in part alone is taken back.
  long append(ByteBuffer entry) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(entry.remaining()).putInt(sum(entry.duplicate())).flip();
    ByteBuffer[] parts = {head, entry};
    long end = size + head.remaining() + entry.remaining();
    try {
      channel.position(size);
      while (entry.hasRemaining() || head.hasRemaining()) {
        var _ = channel.write(parts);
      }
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
    size = end;
    return end;
  }

  /// The `length` bytes before `end`.
  byte[] before(long end, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (!read(bytes, end - length)) {
      throw new IOException(file + " is shorter than it was");
    }
    return bytes.array();
  }

  void force() throws IOException {
    channel.force(false);
  }

  long size() {
    return size;
  }

  /// Counts the messages that have their body here, by one more or less.
  void count(int more) {
    live += more;
  }

  /// Whether no message has its body here.
  boolean isUnneeded() {
    return live == 0;
  }

  void delete() throws IOException {
    close();
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
