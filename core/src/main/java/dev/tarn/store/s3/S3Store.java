package dev.tarn.store.s3;

import dev.tarn.ahead.Ahead;
import dev.tarn.aws.Patience;
import dev.tarn.store.ETag;
import dev.tarn.store.KeyOrder;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoredObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects in a bucket of S3. Every request is retried as [Patience] says when S3 fails, asks to
/// slow down or does not answer.
///
/// The credentials need `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` on the objects, and
/// `s3:ListBucket` on the bucket, without which S3 answers a read where nothing is as forbidden.
public final class S3Store implements ObjectStore, AutoCloseable {
  private static final int KEYS_PER_DELETE = 1000;
  private static final Duration LONGEST_LINK = Duration.ofDays(7);

  private final Supplier<S3Client> s3;
  private final S3Links links;
  private final S3Keys keys;
  private final S3Puts puts;

  private S3Store(Supplier<S3Client> s3, S3Links links, S3Keys keys, S3Puts puts) {
    this.s3 = s3;
    this.links = links;
    this.keys = keys;
    this.puts = puts;
  }

  /// A store as `configuration` says, whose client is made meanwhile. Nothing is sent yet.
  ///
  /// @param clock gives the time of a put where S3 does not tell it
  public static S3Store open(S3StoreConfiguration configuration, InstantSource clock) {
    return over(Ahead.of("s3-client", () -> S3Clients.client(configuration)), configuration, clock);
  }

  /// A store that makes, signs and reads each request as one of `configuration` does, and has it
  /// answered from `objects`: nothing is sent. What a function has done over it is loaded when the
  /// function does the same over S3. Objects can be put and read there, and listed.
  public static S3Store answeredFrom(
      ObjectStore objects, S3StoreConfiguration configuration, InstantSource clock) {
    S3Client s3 = S3Clients.client(configuration, new AnsweringHttpClient(objects, configuration));
    return over(() -> s3, configuration, clock);
  }

  private static S3Store over(
      Supplier<S3Client> s3, S3StoreConfiguration configuration, InstantSource clock) {
    S3Keys keys = S3Keys.of(configuration);
    S3Links links = new S3Links(() -> S3Clients.presigner(configuration));
    return new S3Store(s3, links, keys, new S3Puts(s3, keys, clock));
  }

  @Override
  public StoredObject get(ObjectKey key) {
    ResponseBytes<GetObjectResponse> answer =
        read("get", key, () -> fetch(request(key).checksumMode(ChecksumMode.ENABLED)));
    return new StoredObject(
        summary(key, answer.asByteArrayUnsafe().length, answer.response()),
        answer.asByteArrayUnsafe());
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    return getRange(key, offset, length, Optional.empty());
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    return getRange(key, offset, length, Optional.of(expected));
  }

  private byte[] getRange(ObjectKey key, long offset, int length, Optional<ETag> expected) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    if (length == 0) {
      StoredObject none = getSuffix(key, 0);
      requireSame(key, none.summary().etag(), expected);
      return none.bytes();
    }
    long last = offset + Math.min(length - 1, Long.MAX_VALUE - offset);
    GetObjectRequest.Builder request = request(key).range("bytes=" + offset + "-" + last);
    expected.ifPresent(etag -> request.ifMatch(etag.value()));
    return read(
        "get a range of",
        key,
        () -> {
          Optional<ResponseBytes<GetObjectResponse>> answer = fetchPart(request);
          answer.ifPresent(part -> requireSame(key, new ETag(part.response().eTag()), expected));
          return answer.map(part -> part(key, offset, part)).orElseGet(() -> new byte[0]);
        });
  }

  private static void requireSame(ObjectKey key, ETag found, Optional<ETag> expected) {
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw new ObjectNotFoundException(key);
    }
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("no suffix: " + length + " bytes");
    }
    Optional<ResponseBytes<GetObjectResponse>> answer =
        length == 0
            ? Optional.empty()
            : read("get the end of", key, () -> fetchPart(request(key).range("bytes=-" + length)));
    if (answer.isEmpty()) {
      ObjectSummary whole = find(key).orElseThrow(() -> new ObjectNotFoundException(key));
      if (length > 0 && whole.size() > 0) {
        throw new StoreException("get the end of " + key + ": it was replaced meanwhile");
      }
      return new StoredObject(whole, new byte[0]);
    }
    byte[] bytes = answer.get().asByteArrayUnsafe();
    GetObjectResponse response = answer.get().response();
    long size = ContentRange.of(response).map(ContentRange::size).orElse((long) bytes.length);
    return new StoredObject(summary(key, size, response), bytes);
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return find(key);
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    return attempt("put", key, () -> puts.put(key, content));
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    return attempt("put", key, () -> puts.putFile(key, content));
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    return attempt("put if absent", key, () -> puts.putIfAbsent(key, content));
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    return attempt("put if match", key, () -> puts.putIfMatch(key, content, expected));
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(keys.bucket()).prefix(keys.of(prefix));
    startAfter.filter(text -> !text.isEmpty()).ifPresent(text -> request.startAfter(keys.of(text)));
    List<ObjectSummary> objects = new ArrayList<>();
    // A page of nothing but keys of others is no end, though no page after it could be asked for.
    while (true) {
      ListObjectsV2Response page = list(prefix, request.build());
      for (var object : page.contents()) {
        keys.key(object.key())
            .map(key ->
                new ObjectSummary(
                    key, object.size(), new ETag(object.eTag()), object.lastModified()))
            .ifPresent(objects::add);
      }
      if (!objects.isEmpty() || !page.isTruncated()) {
        return new ObjectPage(objects, page.isTruncated());
      }
      request.continuationToken(page.nextContinuationToken());
    }
  }

  @Override
  public List<String> listDirectories(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a directory ends with '/', unlike '" + prefix + "'");
    }
    SequencedSet<String> directories = new TreeSet<>(KeyOrder::compare);
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(keys.bucket()).prefix(keys.of(prefix)).delimiter("/");
    ListObjectsV2Response page;
    do {
      page = list(prefix, request.build());
      page.commonPrefixes().stream()
          .map(CommonPrefix::prefix)
          .map(keys::text)
          .filter(directory -> !directory.equals(prefix + "/"))
          .forEach(directories::add);
      request.continuationToken(page.nextContinuationToken());
    } while (page.isTruncated());
    return List.copyOf(directories);
  }

  @Override
  public void delete(Collection<ObjectKey> toDelete) {
    List<ObjectKey> distinct = List.copyOf(new LinkedHashSet<>(toDelete));
    for (int from = 0; from < distinct.size(); from += KEYS_PER_DELETE) {
      deleteBatch(distinct.subList(from, Math.min(distinct.size(), from + KEYS_PER_DELETE)));
    }
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
    if (!source.equals(target)) {
      read(
          "copy",
          source,
          () ->
              s3.get()
                  .copyObject(request ->
                      request
                          .sourceBucket(keys.bucket())
                          .sourceKey(keys.of(source))
                          .destinationBucket(keys.bucket())
                          .destinationKey(keys.of(target))));
    }
    return find(target).orElseThrow(() -> new ObjectNotFoundException(target));
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity) {
    return presign(key, validity, Optional.empty());
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity, String mediaType) {
    return presign(key, validity, Optional.of(mediaType));
  }

  private URI presign(ObjectKey key, Duration validity, Optional<String> mediaType) {
    requireValid(validity);
    return attempt(
        "presign", key, () -> links.get(keys.bucket(), keys.of(key), validity, mediaType));
  }

  @Override
  public URI presignPut(ObjectKey key, Duration validity) {
    requireValid(validity);
    return attempt("presign", key, () -> links.put(keys.bucket(), keys.of(key), validity));
  }

  private static void requireValid(Duration validity) {
    if (!validity.isPositive() || validity.compareTo(LONGEST_LINK) > 0) {
      throw new IllegalArgumentException("a link is valid for up to 7 days, not " + validity);
    }
  }

  /// Ends the connections. The store is of no use afterwards.
  @Override
  public void close() {
    links.close();
    s3.get().close();
  }

  private GetObjectRequest.Builder request(ObjectKey key) {
    return GetObjectRequest.builder().bucket(keys.bucket()).key(keys.of(key));
  }

  private ResponseBytes<GetObjectResponse> fetch(GetObjectRequest.Builder request) {
    return s3.get().getObject(request.build(), S3Contents.reader());
  }

  /// The part that `request` asks for, or empty if it lies outside the object.
  private Optional<ResponseBytes<GetObjectResponse>> fetchPart(GetObjectRequest.Builder request) {
    try {
      return Optional.of(fetch(request));
    } catch (S3Exception e) {
      if (S3Failures.isRangeOutside(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static byte[] part(ObjectKey key, long offset, ResponseBytes<GetObjectResponse> answer) {
    long first = ContentRange.of(answer.response()).map(ContentRange::first).orElse(0L);
    if (first != offset) {
      throw new StoreException(
          "get a range of " + key + ": asked from " + offset + ", answered from " + first);
    }
    return answer.asByteArrayUnsafe();
  }

  private Optional<ObjectSummary> find(ObjectKey key) {
    return attempt(
        "head",
        key,
        () -> {
          try {
            HeadObjectResponse head =
                s3.get().headObject(request -> request.bucket(keys.bucket()).key(keys.of(key)));
            return Optional.of(
                new ObjectSummary(
                    key, head.contentLength(), new ETag(head.eTag()), head.lastModified()));
          } catch (S3Exception e) {
            if (S3Failures.isNotFound(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private ListObjectsV2Response list(String prefix, ListObjectsV2Request request) {
    return attempt("list", prefix, () -> s3.get().listObjectsV2(request));
  }

  private void deleteBatch(List<ObjectKey> batch) {
    ObjectKey first = batch.getFirst();
    if (batch.size() == 1) {
      attempt(
          "delete",
          first,
          () ->
              s3.get().deleteObject(request -> request.bucket(keys.bucket()).key(keys.of(first))));
      return;
    }
    List<ObjectIdentifier> identifiers =
        batch.stream().map(key -> ObjectIdentifier.builder().key(keys.of(key)).build()).toList();
    DeleteObjectsResponse response =
        attempt(
            "delete",
            batch.size() + " objects from " + first,
            () ->
                s3.get()
                    .deleteObjects(request ->
                        request
                            .bucket(keys.bucket())
                            .delete(delete -> delete.objects(identifiers).quiet(true))));
    if (response.hasErrors() && !response.errors().isEmpty()) {
      S3Error error = response.errors().getFirst();
      throw new StoreException(
          "delete "
              + keys.text(error.key())
              + ": "
              + error.code()
              + ", one of "
              + response.errors().size()
              + " that failed");
    }
  }

  private static ObjectSummary summary(ObjectKey key, long size, GetObjectResponse response) {
    return new ObjectSummary(key, size, new ETag(response.eTag()), response.lastModified());
  }

  private static <T> T read(String operation, ObjectKey key, Supplier<T> request) {
    return attempt(
        operation,
        key,
        () -> {
          try {
            return request.get();
          } catch (S3Exception e) {
            if (S3Failures.isNotFound(e) || S3Failures.isConditionFailed(e)) {
              throw new ObjectNotFoundException(key);
            }
            throw e;
          }
        });
  }

  private static <T> T attempt(String operation, Object place, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw S3Failures.exception(operation, place, e);
    } catch (UncheckedIOException e) {
      throw new StoreException(operation + " " + place + ": " + e.getCause(), e);
    }
  }
}
