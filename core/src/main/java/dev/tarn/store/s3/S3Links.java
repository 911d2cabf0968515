package dev.tarn.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Signs links to objects. The signer is made when the first link is, as most functions need none.
final class S3Links implements AutoCloseable {
  private final Supplier<S3Presigner> factory;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable S3Presigner presigner;

  S3Links(Supplier<S3Presigner> factory) {
    this.factory = factory;
  }

  /// A link by which whoever has it may get the object at the bucket's `key`.
  ///
  /// @param mediaType what the answer is said to be of, if not what the object is
  URI get(String bucket, String key, Duration validity, Optional<String> mediaType) {
    return URI.create(
        presigner()
            .presignGetObject(request ->
                request
                    .signatureDuration(validity)
                    .getObjectRequest(object -> {
                      object.bucket(bucket).key(key);
                      mediaType.ifPresent(object::responseContentType);
                    }))
            .url()
            .toString());
  }

  /// A link by which whoever has it may put the object at the bucket's `key`.
  URI put(String bucket, String key, Duration validity) {
    return URI.create(
        presigner()
            .presignPutObject(request ->
                request
                    .signatureDuration(validity)
                    .putObjectRequest(object -> object.bucket(bucket).key(key)))
            .url()
            .toString());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (presigner != null) {
        presigner.close();
        presigner = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private S3Presigner presigner() {
    lock.lock();
    try {
      S3Presigner present = presigner;
      if (present == null) {
        present = factory.get();
        presigner = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }
}
