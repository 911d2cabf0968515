package dev.tarn.store.file;

import dev.tarn.store.ETag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers a file's ETag in an extended attribute of the file, so that a listing need not read
/// the files. It is remembered together with size and time, and counts only while they are the
/// file's: a file changed by another program is read anew. Where the file system has no extended
/// attributes nothing is remembered.
final class ContentDigest {
  private static final String ATTRIBUTE = "tarn.etag";

  private final boolean supported;

  /// For the files below `root`.
  ContentDigest(Path root) throws IOException {
    this.supported = Files.getFileStore(root).supportsFileAttributeView("user");
  }

  /// Remembers `etag` as that of `file`, whose content no longer changes.
  void remember(Path file, ETag etag) throws IOException {
    if (supported) {
      String text = stamp(attributes(file)) + etag.value();
      view(file).write(ATTRIBUTE, StandardCharsets.US_ASCII.encode(text));
    }
  }

  /// What is remembered of `file`, which has `attributes`.
  Optional<ETag> recall(Path file, BasicFileAttributes attributes) throws IOException {
    if (!supported) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate(256);
    try {
      view(file).read(ATTRIBUTE, buffer);
    } catch (FileSystemException e) {
      // No attribute, a foreign one, or no file any more: each is found out by reading the file.
      return Optional.empty();
    }
    String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    String stamp = stamp(attributes);
    return text.startsWith(stamp)
        ? Optional.of(new ETag(text.substring(stamp.length())))
        : Optional.empty();
  }

  private static String stamp(BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    return attributes.size() + "," + modified + ",";
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static UserDefinedFileAttributeView view(Path file) throws IOException {
    @Nullable UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new IOException("extended attributes were there and are not now");
    }
    return view;
  }
}
