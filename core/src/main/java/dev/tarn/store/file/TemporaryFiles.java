package dev.tarn.store.file;

import dev.tarn.digest.Sha256;
import dev.tarn.store.ETag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/// Contents that are whole and durable but have no key yet, in a directory of their own that no
/// listing enters.
final class TemporaryFiles {
  /// No put takes this long, so what is older was left behind by a process that died.
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final int COPY_BYTES = 1 << 16;

  private final Path directory;
  private final ContentDigest digest;

  TemporaryFiles(Path directory, ContentDigest digest) {
    this.directory = directory;
    this.digest = digest;
  }

  /// A new file with `content` and the ETag `etag`, on the disk.
  Path write(byte[] content, ETag etag) throws IOException {
    Path file = directory.resolve(UUID.randomUUID().toString());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      digest.remember(file, etag);
      channel.force(true);
      return file;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// A new file with the content of `source`, on the disk.
  Path copy(Path source) throws IOException {
    Path file = directory.resolve(UUID.randomUUID().toString());
    MessageDigest sha256 = Sha256.begin();
    try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        sha256.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        buffer.clear();
      }
      digest.remember(file, new ETag(HexFormat.of().formatHex(sha256.digest())));
      channel.force(true);
      return file;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Deletes the files that were left behind long before `now`.
  void deleteAbandoned(Instant now) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (modified(file).isBefore(now.minus(ABANDONED))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX;
    }
  }
}
