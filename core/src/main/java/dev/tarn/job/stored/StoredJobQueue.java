package dev.tarn.job.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The queue of one process: an object a message, at `queue/messages/<name>.json`, as durable as
/// its store. What is hidden of a message and how often it was delivered is in its object, so both
/// outlive the process. Messages that were put aside are at `queue/dead/<name>.json`.
///
/// Safe for use by many threads, of one process. A receive reads message after message until it has
/// enough, so this is for some thousands of them.
public final class StoredJobQueue implements JobQueue {
  private static final String MESSAGES = "queue/messages/";
  private static final String DEAD = "queue/dead/";

  private final ObjectStore store;
  private final InstantSource clock;
  private final Duration visibility;
  private final int maxDeliveries;

  /// @param visible from when on the message can be received
  /// @param deliveries how many times it was received
  private record Message(JobId job, Instant visible, int deliveries) {
    static Message read(byte[] json) {
      ObjectNode document = JsonDocument.object(json);
      String job = document.path("job").asText();
      return new Message(
          JobId.parse(job).orElseThrow(() -> new IllegalStateException("no job's id: " + job)),
          Instant.parse(document.path("visible").asText()),
          document.path("deliveries").asInt());
    }

    byte[] json() {
      ObjectNode document = JsonDocument.newObject();
      document.put("job", job.toString());
      document.put("visible", visible.toString());
      document.put("deliveries", deliveries);
      return JsonDocument.bytes(document);
    }
  }

  /// The queue in `store`.
  ///
  /// @param visibility for how long a message that was received is hidden
  /// @param maxDeliveries after how many deliveries a message is put aside
  public StoredJobQueue(
      ObjectStore store, InstantSource clock, Duration visibility, int maxDeliveries) {
    this.store = store;
    this.clock = clock;
    this.visibility = visibility;
    this.maxDeliveries = maxDeliveries;
  }

  @Override
  public void send(JobId job, Duration delay) {
    put(UUID.randomUUID().toString(), new Message(job, clock.instant().plus(delay), 0));
  }

  @Override
  public synchronized List<Delivery> receive(int most) {
    Instant now = clock.instant();
    List<Delivery> received = new ArrayList<>();
    for (String name : names(MESSAGES)) {
      if (received.size() == most) {
        break;
      }
      Optional<Message> found = find(MESSAGES, name);
      if (found.isPresent() && !found.get().visible().isAfter(now)) {
        Message message = found.get();
        if (message.deliveries() >= maxDeliveries) {
          putAside(name, message);
        } else {
          int deliveries = message.deliveries() + 1;
          put(name, new Message(message.job(), now.plus(visibility), deliveries));
          received.add(new Delivery(message.job(), name, deliveries));
        }
      }
    }
    return received;
  }

  private void putAside(String name, Message message) {
    var _ = store.put(key(DEAD, name), message.json());
    store.delete(List.of(key(MESSAGES, name)));
  }

  @Override
  public synchronized void acknowledge(Delivery delivery) {
    if (isLatest(delivery)) {
      store.delete(List.of(key(MESSAGES, delivery.handle())));
    }
  }

  @Override
  public synchronized void postpone(Delivery delivery, Duration delay) {
    if (isLatest(delivery)) {
      Instant visible = clock.instant().plus(delay);
      put(delivery.handle(), new Message(delivery.job(), visible, delivery.deliveries()));
    }
  }

  /// Lets all messages be received at once, those of deliveries too that nobody will acknowledge
  /// any more, and gives their jobs. For a process that knows that no other uses the queue.
  public synchronized Set<JobId> releaseAll() {
    Instant now = clock.instant();
    Set<JobId> jobs = new LinkedHashSet<>();
    for (String name : names(MESSAGES)) {
      find(MESSAGES, name)
          .ifPresent(message -> {
            jobs.add(message.job());
            if (message.visible().isAfter(now)) {
              put(name, new Message(message.job(), now, message.deliveries()));
            }
          });
    }
    return jobs;
  }

  /// The jobs whose messages were put aside.
  public List<JobId> dead() {
    return names(DEAD).stream()
        .flatMap(name -> find(DEAD, name).stream())
        .map(Message::job)
        .toList();
  }

  /// An older delivery has no say in what a later one is about.
  private boolean isLatest(Delivery delivery) {
    return find(MESSAGES, delivery.handle())
        .filter(message -> message.deliveries() == delivery.deliveries())
        .isPresent();
  }

  private void put(String name, Message message) {
    var _ = store.put(key(MESSAGES, name), message.json());
  }

  private Optional<Message> find(String directory, String name) {
    try {
      return Optional.of(Message.read(store.get(key(directory, name)).bytes()));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<String> names(String directory) {
    List<String> names = new ArrayList<>();
    for (List<ObjectSummary> page : new ObjectPages(store, directory)) {
      for (ObjectSummary object : page) {
        String key = object.key().value();
        names.add(key.substring(directory.length(), key.length() - ".json".length()));
      }
    }
    return names;
  }

  private static ObjectKey key(String directory, String name) {
    return new ObjectKey(directory + name + ".json");
  }
}
