package dev.tarn.job.file;

import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// One file a message, in a directory that one object in one process uses at a time. Messages
/// outlive the process, with what is hidden of them and how often they were delivered; those put
/// aside are in the sub-directory `dead`. Every change is on the disk when the call returns. Safe
/// for use by many threads. A receive reads all messages, so this is for some thousands of them.
public final class FileJobQueue implements JobQueue {
  private static final String SUFFIX = ".json";
  private static final String ASIDE = "aside.tmp";

  /// Something that is done to the files.
  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  private final Path directory;
  private final Path deadDirectory;
  private final InstantSource clock;
  private final Duration visibility;
  private final int maxDeliveries;
  private final ReentrantLock lock = new ReentrantLock();

  private FileJobQueue(
      Path directory, InstantSource clock, Duration visibility, int maxDeliveries) {
    this.directory = directory;
    this.deadDirectory = directory.resolve("dead");
    this.clock = clock;
    this.visibility = visibility;
    this.maxDeliveries = maxDeliveries;
  }

  /// Opens the queue in `directory`, which is made if need be.
  ///
  /// @param visibility for how long a message that was received is hidden
  /// @param maxDeliveries after how many deliveries a message is put aside
  /// @throws StoreException if the directory cannot be made
  public static FileJobQueue open(
      Path directory, InstantSource clock, Duration visibility, int maxDeliveries) {
    FileJobQueue queue =
        new FileJobQueue(directory.toAbsolutePath(), clock, visibility, maxDeliveries);
    return queue.attempt(
        "open",
        () -> {
          var _ = Files.createDirectories(queue.deadDirectory);
          MessageFile.force(queue.directory);
          return queue;
        });
  }

  @Override
  public void send(JobId job, Duration delay) {
    String name = UUID.randomUUID().toString();
    var _ =
        attempt(
            "send " + job, () -> write(name, new MessageFile(job, clock.instant().plus(delay), 0)));
  }

  @Override
  public List<Delivery> receive(int most) {
    return attempt(
        "receive",
        () -> {
          List<Delivery> received = new ArrayList<>();
          for (String name : names(directory)) {
            if (received.size() == most) {
              break;
            }
            receive(name, received);
          }
          return received;
        });
  }

  @Override
  public void acknowledge(Delivery delivery) {
    var _ =
        attempt(
            "acknowledge " + delivery.job(),
            () -> {
              if (isLatest(delivery)) {
                Files.delete(file(name(delivery)));
                MessageFile.force(directory);
              }
              return delivery;
            });
  }

  @Override
  public void postpone(Delivery delivery, Duration delay) {
    var _ =
        attempt(
            "postpone " + delivery.job(),
            () -> {
              if (isLatest(delivery)) {
                Instant visible = clock.instant().plus(delay);
                var _ =
                    write(
                        name(delivery),
                        new MessageFile(delivery.job(), visible, delivery.deliveries()));
              }
              return delivery;
            });
  }

  /// The jobs whose messages were put aside.
  public List<JobId> dead() {
    return attempt(
        "list the dead",
        () -> {
          List<JobId> jobs = new ArrayList<>();
          for (String name : names(deadDirectory)) {
            jobs.add(MessageFile.read(deadDirectory.resolve(name + SUFFIX)).job());
          }
          return jobs;
        });
  }

  private void receive(String name, List<Delivery> received) throws IOException {
    MessageFile message = MessageFile.read(file(name));
    Instant now = clock.instant();
    if (message.visible().isAfter(now)) {
      return;
    }
    if (message.deliveries() >= maxDeliveries) {
      var _ =
          Files.move(
              file(name), deadDirectory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
      MessageFile.force(deadDirectory);
      MessageFile.force(directory);
      return;
    }
    int deliveries = message.deliveries() + 1;
    var _ = write(name, new MessageFile(message.job(), now.plus(visibility), deliveries));
    received.add(new Delivery(message.job(), name + "." + deliveries, deliveries));
  }

  private String write(String name, MessageFile message) throws IOException {
    message.write(directory, name + SUFFIX, ASIDE);
    return name;
  }

  /// An older delivery has no say in what a later one is about.
  private boolean isLatest(Delivery delivery) throws IOException {
    Path file = file(name(delivery));
    return Files.exists(file) && MessageFile.read(file).deliveries() == delivery.deliveries();
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private static String name(Delivery delivery) {
    String handle = delivery.handle();
    return handle.substring(0, handle.indexOf('.'));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    }
  }

  private <T> T attempt(String what, Action<T> action) {
    lock.lock();
    try {
      return action.run();
    } catch (IOException e) {
      throw new StoreException(what + " at the queue in " + directory, e);
    } finally {
      lock.unlock();
    }
  }
}
