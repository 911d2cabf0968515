package dev.tarn.local.queue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// Messages that were received too often, a JSON file each.
final class DeadLetters {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path directory;

  /// Keeps them in `directory`, which is made if need be.
  DeadLetters(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /// Keeps `message`, durably once this returns.
  void put(DiskMessage message) throws IOException {
    byte[] json =
        MAPPER.writeValueAsBytes(
            MAPPER
                .createObjectNode()
                .put("messageId", message.id().toString())
                .put("dataset", message.group())
                .put("sent", message.sent().toString())
                .put("receives", message.receives())
                .put("body", message.body()));
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(message.id() + ".json"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(json);
      while (bytes.hasRemaining()) {
        var _ = file.write(bytes);
      }
      file.force(true);
    }
    JournalSegment.force(directory);
  }

  /// How many there are.
  int count() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return Math.toIntExact(files.count());
    }
  }
}
