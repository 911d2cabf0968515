package dev.tarn.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A local file that is written in pieces, in any order and by several threads, and has holes
/// between them. It is open only while a piece is written.
record SparseFile(Path path) {
  void write(long at, byte[] content) {
    write(at, content, 0, content.length);
  }

  void write(long at, byte[] content, int from, int length) {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content, from, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer, at + buffer.position() - from);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a fetched data file cannot be written", e);
    }
  }
}
