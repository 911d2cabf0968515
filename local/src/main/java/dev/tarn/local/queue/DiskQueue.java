package dev.tarn.local.queue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A queue of messages on disk with the semantics of a standard queue of Amazon SQS: a message that
/// was received is hidden for a while, and comes again unless it was deleted meanwhile; one that
/// was received too often is put aside with the dead letters, a file each. One process has it.
///
/// A message is durable once it is sent: what happens is appended to a journal, and a sender waits
/// for the disk together with all who send at the time. A deletion may be forgotten when the
/// machine dies, and a process that is gone hides nothing any more: then messages come again.
///
/// Safe for use by many threads.
public final class DiskQueue implements Closeable {
  private static final long SEGMENT_BYTES = 64L << 20;
  private static final String SUFFIX = ".journal";

  private final Path directory;
  private final InstantSource clock;
  private final Duration visibility;
  private final int mostReceives;
  private final DeadLetters dead;
  private final Deque<JournalSegment> segments = new ArrayDeque<>();
  private final Map<UUID, Kept> messages = new HashMap<>();
  private final Deque<Kept> ready = new ArrayDeque<>();
  private final PriorityQueue<Kept> hidden =
      new PriorityQueue<>(Comparator.comparing(kept -> kept.visible));
  private final ReentrantLock forcing = new ReentrantLock();
  private volatile JournalSegment current;
  private long nextSegment;
  private long length;
  private volatile long written;
  private volatile long durable;

  /// A message of the queue, whose body is in its segment.
  private static final class Kept {
    private final JournalEntry.Sent sent;
    private final JournalSegment segment;
    private final long end;
    private Instant visible = Instant.MIN;
    private int receives;

    Kept(JournalEntry.Sent sent, JournalSegment segment, long end) {
      this.sent = sent;
      this.segment = segment;
      this.end = end;
    }
  }

  private DiskQueue(Path directory, InstantSource clock, Duration visibility, int mostReceives)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.visibility = visibility;
    this.mostReceives = mostReceives;
    this.dead = new DeadLetters(directory.resolve("dead"));
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      segments.add(JournalSegment.open(file, this::found));
      String name = file.getFileName().toString();
      nextSegment = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
    }
    messages.values().stream()
        .sorted(Comparator.comparingLong(kept -> kept.sent.sentMillis()))
        .forEach(ready::add);
    current = JournalSegment.create(segment(nextSegment++));
    segments.add(current);
    dropUnneeded();
  }

  private Path segment(long number) {
    return directory.resolve("%016d%s".formatted(number, SUFFIX));
  }

  /// The queue in `directory`, which is made if need be.
  ///
  /// @param visibility for how long a message that was received is hidden
  /// @param mostReceives after how many receives a message is put aside
  public static DiskQueue open(
      Path directory, InstantSource clock, Duration visibility, int mostReceives)
      throws IOException {
    return new DiskQueue(directory, clock, visibility, mostReceives);
  }

  private void found(JournalSegment segment, JournalEntry entry, long end) {
    switch (entry) {
      case JournalEntry.Sent sent -> put(new Kept(sent, segment, end));
      case JournalEntry.Received(UUID id, int receives) -> {
        Kept kept = messages.get(id);
        if (kept != null) {
          kept.receives = receives;
        }
      }
      case JournalEntry.Deleted(UUID id) -> forget(id);
    }
  }

  private void put(Kept kept) {
    messages.put(kept.sent.id(), kept);
    kept.segment.count(1);
  }

  private void forget(UUID id) {
    Kept kept = messages.remove(id);
    if (kept != null) {
      kept.segment.count(-1);
    }
  }

  /// Puts a message into the queue, which is durable once this returns. Throws [IOException] if it
  /// is not in the queue, or may be lost with the machine.
  ///
  /// @param group what it is for, which its receiver is told
  public DiskMessage send(String group, String body) throws IOException {
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    long end;
    synchronized (this) {
      JournalSegment segment = append(JournalEntry.sent(id, now.toEpochMilli(), group, bytes));
      end = written;
      Kept kept =
          new Kept(
              new JournalEntry.Sent(id, now.toEpochMilli(), group, bytes.length),
              segment,
              segment.size());
      put(kept);
      ready.add(kept);
    }
    awaitDurable(end);
    return new DiskMessage(id, now, group, body, 0);
  }

  /// Appends an entry, and gives the segment that it is in.
  private JournalSegment append(ByteBuffer entry) throws IOException {
    if (current.size() > SEGMENT_BYTES) {
      forcing.lock();
      try {
        current.force();
        durable = written;
        current = JournalSegment.create(segment(nextSegment++));
        segments.add(current);
      } finally {
        forcing.unlock();
      }
      dropUnneeded();
    }
    int bytes = entry.remaining();
    var _ = current.append(entry);
    length += bytes;
    written = length;
    return current;
  }

  /// Whoever comes while another waits for the disk is served by the next wait, with all others who
  /// came meanwhile.
  private void awaitDurable(long end) throws IOException {
    if (durable >= end) {
      return;
    }
    forcing.lock();
    try {
      if (durable < end) {
        // No other segment is begun meanwhile, for that takes this lock too.
        long upTo = written;
        current.force();
        durable = upTo;
      }
    } finally {
      forcing.unlock();
    }
  }

  /// Receives messages, which are hidden from then on for a while: `most` at most, and of
  /// `mostBytes` of bodies at most, but one at least if there is one.
  public synchronized List<DiskMessage> receive(int most, long mostBytes) throws IOException {
    Instant now = clock.instant();
    while (!hidden.isEmpty() && !hidden.element().visible.isAfter(now)) {
      ready.add(hidden.remove());
    }
    List<DiskMessage> received = new ArrayList<>();
    long bytes = 0;
    while (received.size() < most && !ready.isEmpty()) {
      Kept kept = ready.element();
      if (messages.get(kept.sent.id()) != kept) {
        ready.remove();
        continue;
      }
      if (kept.receives >= mostReceives) {
        putAside(kept);
        ready.remove();
        continue;
      }
      bytes += kept.sent.bodyBytes();
      if (!received.isEmpty() && bytes > mostBytes) {
        break;
      }
      String body = body(kept);
      var _ = append(JournalEntry.received(kept.sent.id(), kept.receives + 1));
      ready.remove();
      kept.receives++;
      kept.visible = now.plus(visibility);
      hidden.add(kept);
      received.add(message(kept, body));
    }
    return received;
  }

  private static DiskMessage message(Kept kept, String body) {
    return new DiskMessage(
        kept.sent.id(),
        Instant.ofEpochMilli(kept.sent.sentMillis()),
        kept.sent.group(),
        body,
        kept.receives);
  }

  private static String body(Kept kept) throws IOException {
    return new String(kept.segment.before(kept.end, kept.sent.bodyBytes()), StandardCharsets.UTF_8);
  }

  private void putAside(Kept kept) throws IOException {
    dead.put(message(kept, body(kept)));
    var _ = append(JournalEntry.deleted(kept.sent.id()));
    forget(kept.sent.id());
  }

  /// Takes messages off the queue, however often they were received since.
  public synchronized void delete(Collection<UUID> ids) throws IOException {
    for (UUID id : ids) {
      if (messages.containsKey(id)) {
        var _ = append(JournalEntry.deleted(id));
        forget(id);
      }
    }
    dropUnneeded();
  }

  /// Hides a message that was received for `delay` from now on, and no longer, as SQS's
  /// ChangeMessageVisibility does; one that is not hidden stays as it is.
  public synchronized void hide(UUID id, Duration delay) {
    Kept kept = messages.get(id);
    if (kept != null && hidden.remove(kept)) {
      kept.visible = clock.instant().plus(delay);
      hidden.add(kept);
    }
  }

  /// A later segment says of an earlier one's messages that they are deleted, so that the earliest
  /// goes first.
  private void dropUnneeded() throws IOException {
    while (segments.size() > 1 && segments.getFirst().isUnneeded()) {
      segments.removeFirst().delete();
    }
  }

  /// How many messages there are, received or not.
  public synchronized int size() {
    return messages.size();
  }

  /// How many messages were put aside.
  public int dead() throws IOException {
    return dead.count();
  }

  @Override
  public synchronized void close() throws IOException {
    for (JournalSegment segment : segments) {
      segment.close();
    }
  }
}
