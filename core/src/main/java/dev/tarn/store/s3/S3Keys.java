package dev.tarn.store.s3;

import dev.tarn.store.ObjectKey;
import java.util.Optional;

/// A store's keys as the bucket has them: all below one prefix.
record S3Keys(String bucket, String base) {
  static S3Keys of(S3StoreConfiguration configuration) {
    String prefix = configuration.prefix();
    return new S3Keys(configuration.bucket(), prefix.isEmpty() ? "" : prefix + "/");
  }

  /// The bucket's key for `key`.
  String of(ObjectKey key) {
    return base + key;
  }

  /// The bucket's key, or start of one, for `text`.
  String of(String text) {
    return base + text;
  }

  /// The key that the bucket's `key` is, or empty if no store of ours could have made it: a
  /// directory marker of a console, for one.
  Optional<ObjectKey> key(String key) {
    try {
      return Optional.of(new ObjectKey(text(key)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// What follows the prefix in the bucket's `key`.
  String text(String key) {
    return key.substring(base.length());
  }
}
