package dev.tarn.local.backend;

import dev.tarn.local.gateway.LinkedObjects;
import dev.tarn.local.terminal.UserFailure;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoreException;
import dev.tarn.store.file.FileStore;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.time.InstantSource;
import java.util.Optional;

/// Opens the store that a lake lies in.
public final class LakeOpener {
  private final InstantSource clock;
  private final SignedLinks links;

  /// Opens lakes by `clock`.
  public LakeOpener(InstantSource clock) {
    this.clock = clock;
    this.links = SignedLinks.withRandomSecret(LinkedObjects.BASE, clock);
  }

  /// The links to objects of lakes in directories.
  SignedLinks links() {
    return links;
  }

  /// The store of `lake`. Throws [UserFailure] where it cannot be used.
  public ObjectStore open(LakeLocation lake) {
    return switch (lake) {
      case LakeLocation.Directory directory -> open(directory);
      case LakeLocation.Bucket bucket -> open(bucket);
    };
  }

  private ObjectStore open(LakeLocation.Directory directory) {
    try {
      return FileStore.open(directory.path(), clock, links);
    } catch (StoreException e) {
      throw new UserFailure("the lake " + directory + " cannot be used: " + e.getMessage(), e);
    }
  }

  private ObjectStore open(LakeLocation.Bucket bucket) {
    try {
      return S3Store.open(
          new S3StoreConfiguration(
              bucket.bucket(),
              bucket.prefix(),
              bucket.region(),
              bucket.endpoint(),
              bucket.endpoint().isPresent(),
              Optional.empty(),
              S3StoreConfiguration.DEFAULT_PATIENCE),
          clock);
    } catch (IllegalArgumentException e) {
      throw new UserFailure("the lake " + bucket + " cannot be used: " + e.getMessage(), e);
    }
  }
}
