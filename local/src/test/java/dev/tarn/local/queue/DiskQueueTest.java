package dev.tarn.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;

  @Test
  void aMessageComesAsItWasSentAndIsHiddenThenUntilItsTimeIsOver() throws IOException {
    try (DiskQueue queue = open(directory)) {
      DiskMessage sent = queue.send("readings", "{\"ü\": 1}");

      DiskMessage received = queue.receive(10, 1_000).getFirst();
      assertThat(received)
          .isEqualTo(new DiskMessage(sent.id(), now.get(), "readings", "{\"ü\": 1}", 1));
      assertThat(queue.receive(10, 1_000)).isEmpty();
      now.updateAndGet(time -> time.plus(VISIBILITY));
      assertThat(queue.receive(10, 1_000)).extracting("receives").containsExactly(2);
      queue.delete(List.of(sent.id()));
      now.updateAndGet(time -> time.plus(VISIBILITY));
      assertThat(queue.receive(10, 1_000)).isEmpty();
      assertThat(queue.size()).isZero();
    }
  }

  @Test
  void aMessageThatWasReceivedIsHiddenForAsLongAsItsReceiverSays() throws IOException {
    try (DiskQueue queue = open(directory)) {
      UUID first = queue.send("readings", "1").id();
      UUID second = queue.send("readings", "2").id();
      assertThat(queue.receive(10, 1_000)).hasSize(2);

      queue.hide(first, Duration.ZERO);
      queue.hide(second, Duration.ofSeconds(5));
      queue.hide(UUID.randomUUID(), Duration.ZERO);
      assertThat(queue.receive(10, 1_000)).extracting(DiskMessage::id).containsExactly(first);
      now.set(now.get().plusSeconds(5));
      assertThat(queue.receive(10, 1_000)).extracting(DiskMessage::id).containsExactly(second);
      assertThat(queue.size()).isEqualTo(2);
    }
  }

  @Test
  void aMessageThatIsReceivedTooOftenIsPutAsideAndKeptThoughProcessesEnd() throws IOException {
    try (DiskQueue queue = open(directory)) {
      var _ = queue.send("readings", "poison");
    }
    for (int receive = 1; receive <= 5; receive++) {
      try (DiskQueue queue = open(directory)) {
        assertThat(queue.receive(1, 1_000)).extracting("receives").containsExactly(receive);
      }
    }
    try (DiskQueue queue = open(directory)) {
      assertThat(queue.receive(1, 1_000)).isEmpty();
      assertThat(queue.size()).isZero();
      assertThat(queue.dead()).isEqualTo(1);
    }
    try (Stream<Path> dead = Files.list(directory.resolve("dead"))) {
      assertThat(Files.readString(dead.findFirst().orElseThrow())).contains("\"poison\"");
    }
  }

  @Test
  void aReceiveIsBoundedInMessagesAndBytesButNeverEmpty() throws IOException {
    try (DiskQueue queue = open(directory)) {
      for (int i = 0; i < 5; i++) {
        var _ = queue.send("readings", "x".repeat(100));
      }
      assertThat(queue.receive(2, 1_000)).hasSize(2);
      assertThat(queue.receive(9, 250)).hasSize(2);
      assertThat(queue.receive(9, 1)).hasSize(1);
    }
  }

  @Test
  void noAcknowledgedMessageIsLostWhereverTheLastWriteWasCutOffOrGarbled() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 150; round++) {
      Path place = directory.resolve("round-" + round);
      List<UUID> sent = new ArrayList<>();
      Path journal;
      long durable;
      try (DiskQueue queue = open(place)) {
        for (int i = 0; i < 5; i++) {
          sent.add(queue.send("readings", "body " + i + " " + "y".repeat(random.nextInt(50))).id());
        }
        queue.delete(queue.receive(1, 1_000).stream().map(DiskMessage::id).toList());
        journal = latest(place);
        durable = Files.size(journal);
        var _ = queue.send("readings", "in flight " + "z".repeat(random.nextInt(80)));
      }
      damage(journal, durable, random);

      try (DiskQueue queue = open(place)) {
        UUID after = queue.send("readings", "after").id();
        List<DiskMessage> received = queue.receive(100, 100_000);
        assertThat(received).extracting(DiskMessage::id).containsAll(sent.subList(1, 5));
        assertThat(received)
            .extracting(DiskMessage::id)
            .contains(after)
            .doesNotContain(sent.get(0));
        assertThat(received.size()).isBetween(5, 6);
      }
    }
  }

  /// What a crash may leave of the bytes after the first `durable`: fewer, others, or more.
  private static void damage(Path journal, long durable, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(journal);
    int from = (int) durable + random.nextInt((int) (bytes.length - durable));
    switch (random.nextInt(3)) {
      case 0 -> bytes = Arrays.copyOf(bytes, from);
      case 1 -> bytes[from] ^= (byte) (1 + random.nextInt(255));
      default -> {
        bytes = Arrays.copyOf(bytes, from + random.nextInt(3_000));
        for (int i = from; i < bytes.length; i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
      }
    }
    Files.write(journal, bytes, StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Test
  void whatManySendAndReceiveAtOnceIsThereOnceAndSegmentsGoWhenNothingNeedsThem() throws Exception {
    int senders = 8;
    int each = 500;
    List<UUID> received = new ArrayList<>();
    String body = "b".repeat(40_000);
    try (DiskQueue queue = open(directory);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                var _ = queue.send("readings", body);
              }
              return null;
            }));
      }
      while (received.size() < senders * each) {
        List<UUID> some = queue.receive(100, Long.MAX_VALUE).stream().map(DiskMessage::id).toList();
        received.addAll(some);
        queue.delete(some);
        Thread.onSpinWait();
      }
      for (Future<?> sender : running) {
        sender.get();
      }
      assertThat(queue.size()).isZero();
    }
    assertThat(received).doesNotHaveDuplicates();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".journal"))).hasSize(1);
    }
  }

  private DiskQueue open(Path place) throws IOException {
    return DiskQueue.open(place, clock, VISIBILITY, 5);
  }

  private static Path latest(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList().getLast();
    }
  }
}
