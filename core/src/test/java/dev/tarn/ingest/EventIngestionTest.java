package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIngestionTest {
  private static final Instant SENT = Instant.parse("2026-01-01T12:00:00Z");

  private final DoorLake lake = new DoorLake();

  /// The end of a process, as far as a test can play it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void messagesBecomeOneCommitWithAFileForEachDate() {
    List<QueuedEvent> events =
        List.of(
            event(1, record("2026-01-01T10:00:00Z", "a")),
            event(
                2,
                "["
                    + record("2026-01-02T10:00:00Z", "b")
                    + ","
                    + record("2026-01-01T11:00:00Z", "c")
                    + "]"),
            event(3, "[]"));
    lake.process().events.ingest(DoorLake.READINGS, events);

    assertThat(lake.devices()).containsExactly("a", "b", "c");
    assertThat(lake.snapshot(DoorLake.READINGS).orElseThrow().version()).isEqualTo(1);
    assertThat(lake.snapshot(DoorLake.READINGS).orElseThrow().files(Predicate.ALWAYS)).hasSize(2);
  }

  @Test
  void whatDoesNotFitIsInQuarantineByItsMessageAndPlace() {
    QueuedEvent mixed = event(1, "[" + record("2026-01-01T10:00:00Z", "a") + ", {\"device\": 3}]");
    QueuedEvent broken = event(2, "{no json");
    lake.process().events.ingest(DoorLake.READINGS, List.of(mixed, broken));

    assertThat(lake.devices()).containsExactly("a");
    assertThat(lake.rejected("raw")).containsExactly("{\"device\": 3}", "{no json");
    assertThat(lake.rejected("batch_id")).containsExactlyInAnyOrder(mixed.id(), broken.id());
    assertThat(lake.rejected("position")).containsExactly("0", "1");
    assertThat(lake.rejected("code")).containsExactly("json", "type");
  }

  @Test
  void aMessageThatComesAgainIsWrittenOnceAlsoByAnotherProcessAndInOtherCompany() {
    List<QueuedEvent> first = IntStream.range(0, 20).mapToObj(EventIngestionTest::good).toList();
    DoorLake.Instance process = lake.process();
    process.events.ingest(DoorLake.READINGS, first);
    process.events.ingest(DoorLake.READINGS, first);
    List<QueuedEvent> mixed = new ArrayList<>(first.subList(10, 20));
    mixed.add(good(20));
    mixed.add(good(20));
    lake.process().events.ingest(DoorLake.READINGS, mixed);

    assertThat(lake.devices())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(0, 20).mapToObj(i -> "d%05d".formatted(i)).toList());
  }

  @Test
  void ofConsumersOfTheSameMessagesAtOnceOneWritesEach() throws Exception {
    List<QueuedEvent> events =
        IntStream.range(0, 40)
            .mapToObj(i -> i % 4 == 0 ? event(i, "{\"device\": " + i + "}") : good(i))
            .toList();
    for (int round = 0; round < 5; round++) {
      DoorLake shared = new DoorLake();
      try (ExecutorService consumers = Executors.newFixedThreadPool(4)) {
        List<Future<?>> running = new ArrayList<>();
        for (int consumer = 0; consumer < 4; consumer++) {
          List<QueuedEvent> own = events.subList(consumer * 5, consumer * 5 + 25);
          DoorLake.Instance process = shared.process();
          running.add(consumers.submit(() -> process.events.ingest(DoorLake.READINGS, own)));
        }
        for (Future<?> each : running) {
          each.get();
        }
      }
      assertThat(shared.devices()).hasSize(30).doesNotHaveDuplicates();
      assertThat(shared.rejected("batch_id")).hasSize(10).doesNotHaveDuplicates();
    }
  }

  @Test
  void theNextDeliveryMakesUpForACrashAtAnyCallThoughTheSchemaChangedMeanwhile() {
    Set<String> hit = new TreeSet<>();
    for (boolean answered : List.of(false, true)) {
      int call = 1;
      while (cutOffAt(call, answered, hit)) {
        call++;
      }
      assertThat(call).isGreaterThan(12);
    }
    assertThat(hit).contains("put false", "put true", "putIfAbsent false", "putIfAbsent true");
  }

  private static boolean cutOffAt(int call, boolean answered, Set<String> hit) {
    DoorLake lake = new DoorLake();
    List<QueuedEvent> events =
        List.of(
            good(1),
            event(2, "[" + record("2026-01-01T10:00:00Z", "x") + ", {\"device\": 3}]"),
            event(3, "{\"time\": 0, \"device\": \"s\", \"site\": \"north\"}"),
            good(4));
    AtomicInteger calls = new AtomicInteger();
    boolean[] killed = {false};
    DoorLake.Instance dying =
        lake
        .new Instance(
            new FaultyStore(
                lake.store,
                seen -> {
                  if (killed[0]
                      || (seen.answered() == answered && calls.incrementAndGet() == call)) {
                    killed[0] = true;
                    hit.add(seen.operation() + " " + seen.answered());
                    throw new Killed();
                  }
                }));
    try {
      dying.events.ingest(DoorLake.READINGS, events);
    } catch (Killed | IllegalStateException e) {
      assertThat(killed[0]).isTrue();
    }
    lake.define(", {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}");
    // They come again in other batches.
    lake.process().events.ingest(DoorLake.READINGS, List.of(events.get(1), good(5)));
    lake.process().events.ingest(DoorLake.READINGS, events);
    lake.process().events.ingest(DoorLake.READINGS, events);

    List<String> all = new ArrayList<>(lake.devices());
    assertThat(all).doesNotHaveDuplicates().contains("d00001", "d00004", "d00005", "x");
    List<String> raw = lake.rejected("raw");
    assertThat(raw).doesNotHaveDuplicates().contains("{\"device\": 3}");
    // The one whose fit depends on the schema is in one of both.
    assertThat(all.contains("s") ? 1 : 0)
        .isEqualTo(raw.stream().anyMatch(text -> text.contains("north")) ? 0 : 1);
    assertThat(all.size() + raw.size()).isEqualTo(6);
    return killed[0];
  }

  @Test
  void aBatchTakesAFewRequestsWhateverWasWrittenBefore() {
    MeteredStore metered = new MeteredStore(lake.store);
    DoorLake.Instance process = lake.new Instance(metered);
    for (int batch = 0; batch < 30; batch++) {
      process.events.ingest(DoorLake.READINGS, batch(batch));
    }
    StoreUsage before = metered.usage();
    process.events.ingest(DoorLake.READINGS, batch(30));
    StoreUsage usage = metered.usage().minus(before);

    // The ids of its messages, one data file, the log's entry, the receipt.
    assertThat(usage.puts()).isEqualTo(4);
    assertThat(usage.gets()).isZero();
    assertThat(usage.lists()).isZero();
  }

  private static List<QueuedEvent> batch(int number) {
    return IntStream.range(number * 100, number * 100 + 100)
        .mapToObj(EventIngestionTest::good)
        .toList();
  }

  @Test
  void datasetsThatAreNotThereOrTarnsOwnAreRefused() {
    for (String name : List.of("nothing", "readings__rejected")) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> lake.process().events.ingest(new DatasetName(name), List.of(good(1))))
          .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownDataset.class));
    }
  }

  @Test
  void duplicatesAndRejectedRecordsAreMeasured() {
    List<QueuedEvent> events = List.of(good(1), event(2, "{}"));
    lake.process().events.ingest(DoorLake.READINGS, events);
    lake.process().events.ingest(DoorLake.READINGS, events);

    assertThat(lake.metrics.sum("EventsReceived")).isEqualTo(2);
    assertThat(lake.metrics.sum("EventsDuplicate")).isEqualTo(2);
    assertThat(lake.metrics.sum("RecordsQuarantined")).isEqualTo(1);
  }

  @Test
  void aMessageLeadsToTheReceiptOfItsBatchOnceThatIsWritten() {
    DoorLake.Instance process = lake.process();
    StoredDeliveries deliveries = new StoredDeliveries(lake.store);
    String id = good(1).id();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() ->
            process.ingestion.receiptOfMessage(
                Principal.withoutToken(), DoorLake.READINGS, id, deliveries))
        .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.UnknownReceipt.class));
    process.events.ingest(DoorLake.READINGS, List.of(good(1), event(2, "{}")));

    Receipt receipt =
        process.ingestion.receiptOfMessage(
            Principal.withoutToken(), DoorLake.READINGS, id, deliveries);
    assertThat(receipt.accepted()).isEqualTo(1);
    assertThat(receipt.rejected()).isEqualTo(1);
    assertThat(receipt.reasons()).hasSize(1);
    assertThat(receipt.status()).isEqualTo(Receipt.Status.COMMITTED);
  }

  static QueuedEvent good(int number) {
    return event(number, record("2026-01-01T10:00:00Z", "d%05d".formatted(number)));
  }

  private static QueuedEvent event(int number, String body) {
    return new QueuedEvent(new UUID(1, number).toString(), SENT.plusMillis(number), body, true);
  }

  private static String record(String time, String device) {
    return "{\"time\": \"" + time + "\", \"device\": \"" + device + "\"}";
  }
}
