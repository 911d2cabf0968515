package dev.tarn.ingest.sqs;

import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.EventIngestion;
import dev.tarn.ingest.QueuedEvent;
import dev.tarn.job.sqs.SqsEvent;
import dev.tarn.job.sqs.SqsEvent.Delivered;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queue's door of the ingest function: an event of SQS in, the messages that failed out. The
/// event source must take partial answers (`ReportBatchItemFailures`), the queue must hide messages
/// for longer than the function may run, and needs a redrive policy.
///
/// A message has its dataset's name in the attribute [#DATASET]. One without, or whose dataset is
/// none, fails at each delivery, until SQS puts it aside with the dead letters: there is nowhere
/// else to keep it. What else is wrong with a message puts its records into quarantine.
///
/// Where something goes wrong that is no fault of the store's, the messages are written half by
/// half, down to single ones, so that no message takes others with it.
public final class SqsRecordsFunction {
  /// The message's attribute that names its dataset.
  public static final String DATASET = "dataset";

  private static final Logger LOG = LoggerFactory.getLogger(SqsRecordsFunction.class);

  private final EventIngestion ingestion;
  private final Metrics metrics;
  private final InstantSource clock;

  /// Writes with `ingestion`.
  public SqsRecordsFunction(EventIngestion ingestion, Metrics metrics, InstantSource clock) {
    this.ingestion = ingestion;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Writes the messages of the event that `in` holds, a batch for each dataset, and writes to
  /// `out` which are not written. Throws [Problem.MalformedRequest] where `in` holds no event of
  /// SQS; nothing was written then, and all its messages come again.
  ///
  /// @param deadline no batch is begun after it
  public void handle(InputStream in, OutputStream out, Instant deadline) throws IOException {
    List<String> failed = new ArrayList<>();
    Map<DatasetName, List<QueuedEvent>> byDataset = new LinkedHashMap<>();
    for (Delivered message : SqsEvent.read(in).messages()) {
      Optional<DatasetName> dataset =
          DatasetName.parse(message.attributes().getOrDefault(DATASET, ""));
      if (dataset.isPresent() && message.sent().isPresent()) {
        byDataset
            .computeIfAbsent(dataset.get(), first -> new ArrayList<>())
            .add(new QueuedEvent(message.id(), message.sent().get(), message.body()));
      } else {
        LOG.error(
            "message {} names no dataset, at delivery {}; it is left for the dead letters",
            message.id(),
            message.deliveries());
        failed.add(message.id());
      }
    }
    byDataset.forEach((dataset, events) -> failed.addAll(failed(dataset, events, deadline)));
    if (!failed.isEmpty()) {
      metrics.record("-", List.of(Metric.EVENTS_FAILED.of(failed.size())));
    }
    SqsEvent.answer(failed.stream().distinct().toList(), out);
  }

  /// The ids of those of `events` that could not be written.
  private List<String> failed(DatasetName dataset, List<QueuedEvent> events, Instant deadline) {
    if (clock.instant().isAfter(deadline)) {
      LOG.warn("there was no time for {} messages for {}", events.size(), dataset);
      return ids(events);
    }
    try {
      ingestion.ingest(dataset, events);
      return List.of();
    } catch (StoreException e) {
      LOG.error("{} messages for {} are to be delivered again", events.size(), dataset, e);
      return ids(events);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (events.size() == 1 || isNoFaultOfMessages(e)) {
        LOG.error("{} messages for {} cannot be written", events.size(), dataset, e);
        return ids(events);
      }
      LOG.warn("{} messages for {} are written half by half", events.size(), dataset, e);
      int half = events.size() / 2;
      List<String> failed = new ArrayList<>(failed(dataset, events.subList(0, half), deadline));
      failed.addAll(failed(dataset, events.subList(half, events.size()), deadline));
      return failed;
    }
  }

  private static boolean isNoFaultOfMessages(Throwable thrown) {
    return thrown instanceof ProblemException carrier
        && switch (carrier.problem()) {
          case Problem.UnknownDataset _, Problem.Busy _, Problem.DamagedTable _ -> true;
          default -> false;
        };
  }

  private static List<String> ids(List<QueuedEvent> events) {
    return events.stream().map(QueuedEvent::id).toList();
  }
}
