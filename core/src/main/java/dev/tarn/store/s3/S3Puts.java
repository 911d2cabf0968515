package dev.tarn.store.s3;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Puts with and without a condition. An answer can be lost on the way after the put took effect;
/// the attempt that follows then finds the condition broken by the very put it repeats. So each
/// conditional put carries a token in the object's metadata, by which it knows its own work.
///
/// Failures are the SDK's exceptions.
final class S3Puts {
  private static final String TOKEN = "tarn-put";

  private final Supplier<S3Client> s3;
  private final S3Keys keys;
  private final InstantSource clock;

  S3Puts(Supplier<S3Client> s3, S3Keys keys, InstantSource clock) {
    this.s3 = s3;
    this.keys = keys;
    this.clock = clock;
  }

  ObjectSummary put(ObjectKey key, byte[] content) {
    return put(key, content, request -> {});
  }

  ObjectSummary putFile(ObjectKey key, Path content) {
    PutObjectResponse response =
        s3.get()
            .putObject(
                PutObjectRequest.builder()
                    .bucket(keys.bucket())
                    .key(keys.of(key))
                    .checksumCRC32(S3Contents.crc32(content))
                    .build(),
                RequestBody.fromFile(content));
    return new ObjectSummary(
        key, S3Contents.size(content), new ETag(response.eTag()), time(response));
  }

  PutResult putIfAbsent(ObjectKey key, byte[] content) {
    String token = UUID.randomUUID().toString();
    try {
      return new PutResult.Stored(
          put(key, content, request -> request.metadata(Map.of(TOKEN, token)).ifNoneMatch("*")));
    } catch (S3Exception e) {
      if (S3Failures.isConditionFailed(e)) {
        return isOwn(key, token, content);
      }
      throw e;
    }
  }

  PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    String token = UUID.randomUUID().toString();
    try {
      return new PutResult.Stored(
          put(
              key,
              content,
              request -> request.metadata(Map.of(TOKEN, token)).ifMatch(expected.value())));
    } catch (S3Exception e) {
      if (!S3Failures.isConditionFailed(e) && !S3Failures.isNotFound(e)) {
        throw e;
      }
      return S3Failures.wasRetried(e) ? requireOwn(key, token, e) : new PutResult.ConditionFailed();
    }
  }

  private ObjectSummary put(
      ObjectKey key, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(keys.bucket())
            .key(keys.of(key))
            .checksumCRC32(S3Contents.crc32(content));
    condition.accept(request);
    PutObjectResponse response =
        s3.get().putObject(request.build(), RequestBody.fromBytes(content));
    return new ObjectSummary(key, content.length, new ETag(response.eTag()), time(response));
  }

  /// Whether the object is the work of the put with `token`, or has the very content anyway.
  private PutResult isOwn(ObjectKey key, String token, byte[] content) {
    try {
      HeadObjectResponse head = head(key);
      boolean own =
          hasToken(head, token) || (head.contentLength() == content.length && holds(key, content));
      return own ? new PutResult.Stored(summary(key, head)) : new PutResult.ConditionFailed();
    } catch (S3Exception e) {
      if (S3Failures.isNotFound(e)) {
        // What broke the condition was deleted since.
        return new PutResult.ConditionFailed();
      }
      throw e;
    }
  }

  /// An earlier attempt of the put with `token` may have taken effect. If the object is not its
  /// work it took none, or it took effect and was replaced since: then `failure` is all that is
  /// known.
  private PutResult requireOwn(ObjectKey key, String token, S3Exception failure) {
    HeadObjectResponse head = head(key);
    if (hasToken(head, token)) {
      return new PutResult.Stored(summary(key, head));
    }
    throw failure;
  }

  private HeadObjectResponse head(ObjectKey key) {
    return s3.get().headObject(request -> request.bucket(keys.bucket()).key(keys.of(key)));
  }

  private boolean holds(ObjectKey key, byte[] content) {
    return Arrays.equals(
        s3.get()
            .getObject(
                request -> request.bucket(keys.bucket()).key(keys.of(key)), S3Contents.reader())
            .asByteArrayUnsafe(),
        content);
  }

  private static boolean hasToken(HeadObjectResponse head, String token) {
    return token.equals(head.metadata().get(TOKEN));
  }

  private static ObjectSummary summary(ObjectKey key, HeadObjectResponse head) {
    return new ObjectSummary(key, head.contentLength(), new ETag(head.eTag()), head.lastModified());
  }

  /// S3 tells no modification time when it answers a put; it is the answer's own time, which is
  /// later by at most the time that the put took.
  private Instant time(PutObjectResponse response) {
    return response
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .map(this::parse)
        .orElseGet(clock::instant);
  }

  private Instant parse(String date) {
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      // Other servers' dates may be of any form; the put itself is done.
      return clock.instant();
    }
  }
}
