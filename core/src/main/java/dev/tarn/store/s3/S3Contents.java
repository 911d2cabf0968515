package dev.tarn.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The bytes that go to S3 and come from it.
final class S3Contents {
  private S3Contents() {}

  /// The CRC-32 of `content` as S3 takes it: four bytes, big-endian, in Base64.
  static String crc32(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return text(crc);
  }

  /// The CRC-32 of the file `content`, likewise.
  static String crc32(Path content) {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(content), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(crc);
  }

  /// How long the file `content` is.
  static long size(Path content) {
    try {
      return Files.size(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(CRC32 crc) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /// Reads an answer whole. One that ends early, which `java.net`'s HTTP client takes for an end
  /// like any other, or that does not fit its checksum, counts as a failed attempt.
  static ResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>> reader() {
    return (response, stream) ->
        ResponseBytes.fromByteArrayUnsafe(response, read(response, stream));
  }

  private static byte[] read(GetObjectResponse response, InputStream stream) {
    int length = Math.toIntExact(response.contentLength());
    try {
      byte[] bytes = stream.readNBytes(length);
      // The checksum is compared only once the end is seen.
      if (bytes.length < length || stream.read() >= 0) {
        throw RetryableException.create("the answer is not as long as it says");
      }
      return bytes;
    } catch (IOException | SdkClientException e) {
      throw RetryableException.create("the answer broke off or does not fit its checksum", e);
    }
  }
}
