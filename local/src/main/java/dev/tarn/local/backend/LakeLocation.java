package dev.tarn.local.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a lake lies.
public sealed interface LakeLocation {
  /// In a directory of this machine, which is made if need be.
  record Directory(Path path) implements LakeLocation {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// In S3, or in a server that speaks like it.
  ///
  /// @param prefix before every key, without a slash at its end; empty for none
  /// @param endpoint of a server other than AWS's own
  record Bucket(String bucket, String prefix, Optional<URI> endpoint, String region)
      implements LakeLocation {
    @Override
    public String toString() {
      return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }
}
