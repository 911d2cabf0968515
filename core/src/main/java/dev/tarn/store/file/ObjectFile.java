package dev.tarn.store.file;

import dev.tarn.digest.Sha256;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// One object's file, opened for reading. Files of objects are replaced, never written to, so what
/// is read is of one content however long it takes.
final class ObjectFile implements AutoCloseable {
  private static final int STEP = 1 << 20;

  private final FileChannel channel;
  private final ObjectSummary summary;

  private ObjectFile(FileChannel channel, ObjectSummary summary) {
    this.channel = channel;
    this.summary = summary;
  }

  /// Opens `file`, or gives empty if it is no regular file.
  ///
  /// @throws NoSuchFileException if nothing is there
  static Optional<ObjectFile> open(ObjectKey key, Path file, ContentDigest digest)
      throws IOException {
    BasicFileAttributes before = attributes(file);
    if (!before.isRegularFile()) {
      return Optional.empty();
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      return Optional.of(new ObjectFile(channel, summary(key, file, before, channel, digest)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// What is known of the object, without opening its file where its ETag is remembered; empty
  /// where no regular file is.
  static Optional<ObjectSummary> summary(ObjectKey key, Path file, ContentDigest digest)
      throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    Optional<ETag> etag = digest.recall(file, attributes);
    if (etag.isPresent()) {
      return Optional.of(
          new ObjectSummary(
              key, attributes.size(), etag.get(), attributes.lastModifiedTime().toInstant()));
    }
    try (ObjectFile opened = open(key, file, digest).orElseThrow()) {
      return Optional.of(opened.summary());
    }
  }

  ObjectSummary summary() {
    return summary;
  }

  /// The `length` bytes from `offset`, fewer where the file ends before.
  byte[] read(long offset, int length) throws IOException {
    long available = Math.max(0, summary.size() - offset);
    return read(channel, offset, (int) Math.min(length, available));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ObjectSummary summary(
      ObjectKey key,
      Path file,
      BasicFileAttributes before,
      FileChannel channel,
      ContentDigest digest)
      throws IOException {
    Optional<ETag> remembered = digest.recall(file, before);
    // Java tells no attributes of an open file. If the path had the same ones before it was opened
    // and has them now, they are those of the open file.
    boolean same = isStill(file, before);
    ETag etag = same && remembered.isPresent() ? remembered.get() : etag(channel);
    return new ObjectSummary(key, channel.size(), etag, before.lastModifiedTime().toInstant());
  }

  /// As [ETag#ofContent] has it, in memory for a part of the file.
  private static ETag etag(FileChannel channel) throws IOException {
    MessageDigest sha256 = Sha256.begin();
    long size = channel.size();
    for (long offset = 0; offset < size; offset += STEP) {
      sha256.update(read(channel, offset, (int) Math.min(STEP, size - offset)));
    }
    return new ETag(HexFormat.of().formatHex(sha256.digest()));
  }

  private static boolean isStill(Path file, BasicFileAttributes before) throws IOException {
    try {
      BasicFileAttributes now = attributes(file);
      return Objects.equals(now.fileKey(), before.fileKey())
          && now.size() == before.size()
          && now.lastModifiedTime().equals(before.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("the file was cut short while it was read");
      }
    }
    return buffer.array();
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
