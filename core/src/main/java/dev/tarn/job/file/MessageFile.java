package dev.tarn.job.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.job.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// What is in a message's file.
///
/// @param visible from when on the message can be received
/// @param deliveries how many times it was received
record MessageFile(JobId job, Instant visible, int deliveries) {
  /// What `file` holds.
  static MessageFile read(Path file) throws IOException {
    ObjectNode document = JsonDocument.object(Files.readAllBytes(file));
    String job = document.path("job").asText();
    return new MessageFile(
        JobId.parse(job).orElseThrow(() -> new IOException(file + " names no job: " + job)),
        Instant.parse(document.path("visible").asText()),
        document.path("deliveries").asInt());
  }

  /// Puts this into `directory` as `name`, whole and durably, by way of `aside` in the same place.
  void write(Path directory, String name, String aside) throws IOException {
    ObjectNode document = JsonDocument.newObject();
    document.put("job", job.toString());
    document.put("visible", visible.toString());
    document.put("deliveries", deliveries);
    ByteBuffer content = ByteBuffer.wrap(JsonDocument.bytes(document));
    Path written = directory.resolve(aside);
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (content.hasRemaining()) {
        var _ = channel.write(content);
      }
      channel.force(true);
    }
    Files.move(written, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(directory);
  }

  /// Forces the names in `directory` to the disk.
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
