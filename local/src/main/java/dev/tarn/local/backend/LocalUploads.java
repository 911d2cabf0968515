package dev.tarn.local.backend;

import dev.tarn.job.JobId;
import dev.tarn.local.gateway.ObjectArrivals;
import dev.tarn.local.queue.DiskMessage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The queue of events that tell of a lake's uploads, below `queue/uploads/`, and the files of
/// those that are on their way, below it in `arriving/`. What a process that died left there is
/// deleted by the next one that has the queue.
///
/// Safe for use by many threads.
final class LocalUploads implements ObjectArrivals, Closeable {
  /// How long the function may run at a time.
  static final Duration RUN = Duration.ofMinutes(5);

  private static final Duration VISIBILITY = RUN.plusMinutes(1);
  private static final int MOST_RECEIVES = 100;
  private static final int MOST_BYTES = 1 << 20;

  private final LocalQueue queue;
  private final String bucket;
  private final InstantSource clock;
  private boolean cleaned;

  /// Claims the queue at `root`, and keeps it below.
  ///
  /// @param bucket the name that events give the lake
  LocalUploads(Path root, String bucket, InstantSource clock) {
    this.queue = new LocalQueue(root, "uploads", clock, VISIBILITY, MOST_RECEIVES);
    this.bucket = bucket;
    this.clock = clock;
  }

  /// The name that events give `lake`.
  static String bucket(LakeLocation lake) {
    return switch (lake) {
      case LakeLocation.Directory _ -> "tarn";
      case LakeLocation.Bucket bucket -> bucket.bucket();
    };
  }

  @Override
  public Path file() throws IOException {
    return arriving().resolve(UUID.randomUUID().toString());
  }

  /// Only whoever has the queue has files on their way.
  private synchronized Path arriving() throws IOException {
    var _ = queue.open();
    Path directory = queue.directory().resolve("arriving");
    if (!cleaned) {
      Files.createDirectories(directory);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
      cleaned = true;
    }
    return directory;
  }

  /// Events of other objects than those of uploads have no rule that puts them onto the queue.
  @Override
  public void arrived(Arrival arrival) throws IOException {
    Optional<JobId> upload = ObjectCreated.upload(arrival.object().key());
    if (upload.isPresent()) {
      var _ =
          queue.send(
              upload.get().dataset().value(),
              ObjectCreated.document(bucket, arrival, clock.instant()));
    }
  }

  /// Receives a message, none if another process has the queue.
  Optional<DiskMessage> receive() throws IOException {
    if (!queue.isHeld()) {
      return Optional.empty();
    }
    var _ = arriving();
    return queue.receive(1, MOST_BYTES).stream().findFirst();
  }

  /// Takes a message off the queue.
  void delete(UUID id) throws IOException {
    queue.delete(List.of(id));
  }

  /// Has a message that was received come again after `pause`.
  void again(UUID id, Duration pause) throws IOException {
    queue.hide(id, pause);
  }

  @Override
  public void close() {
    queue.close();
  }
}
