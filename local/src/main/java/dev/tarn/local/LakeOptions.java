package dev.tarn.local;

import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.terminal.UserFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where the lake lies.
final class LakeOptions {
  private static final Path DEFAULT = Path.of(".tarn", "lake");
  private static final Pattern STORE = Pattern.compile("s3://([^/]+)(?:/(.*?))?/?");

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "The directory that holds the lake (default: .tarn/lake).")
  private @Nullable Path lake;

  @Option(
      names = "--store",
      paramLabel = "s3://BUCKET[/PREFIX]",
      description = "The bucket that holds the lake, instead of a directory.")
  private @Nullable String store;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "With --store: an S3-compatible server other than AWS.")
  private @Nullable URI endpoint;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "With --store: the bucket's region (default: ${DEFAULT-VALUE}).",
      defaultValue = "us-east-1")
  private String region = "us-east-1";

  /// Whether one of the options was given.
  boolean isGiven() {
    return lake != null || store != null;
  }

  /// What the options say. Throws [UserFailure] where they contradict each other.
  LakeLocation location() {
    if (store == null) {
      if (endpoint != null) {
        throw new UserFailure("--endpoint needs --store");
      }
      return directory(lake == null ? DEFAULT : lake);
    }
    if (lake != null) {
      throw new UserFailure("a lake is in a directory (--lake) or in a bucket (--store), not both");
    }
    Matcher matcher = STORE.matcher(store);
    if (!matcher.matches()) {
      throw new UserFailure("--store takes s3://BUCKET or s3://BUCKET/PREFIX, not '" + store + "'");
    }
    String prefix = matcher.group(2);
    return new LakeLocation.Bucket(
        matcher.group(1), prefix == null ? "" : prefix, Optional.ofNullable(endpoint), region);
  }

  private static LakeLocation directory(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UserFailure("the lake " + path + " is not a directory");
    }
    return new LakeLocation.Directory(path);
  }
}
