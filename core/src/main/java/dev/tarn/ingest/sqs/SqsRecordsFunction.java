package dev.tarn.ingest.sqs;

import dev.tarn.access.AccessSettings;
import dev.tarn.access.ClaimText;
import dev.tarn.access.DatasetGrants;
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
/// A message has its dataset's name in the attribute [#DATASET], and what its sender may write to
/// in [#CLAIMS]. One without, or whose dataset is none or not its sender's, fails at each delivery,
/// until SQS puts it aside with the dead letters: there is nowhere else to keep it. What else is
/// wrong with a message puts its records into quarantine.
///
/// Where something goes wrong that is no fault of the store's, the messages are written half by
/// half, down to single ones, so that no message takes others with it.
public final class SqsRecordsFunction {
  /// The message's attribute that names its dataset.
  public static final String DATASET = "dataset";

  /// The message's attributes that hold [#CLAIMED] and the claim `datasets` of the sender's token,
  /// as API Gateway writes claims; nothing more where the token has no such claim. They are one
  /// before and one after [#DATASET] in what API Gateway makes the attributes of, so that a path
  /// with quotation marks in it, which can add attributes, cannot stand in for both.
  public static final List<String> CLAIMS = List.of("access", "writer");

  /// What the attributes [#CLAIMS] begin with, since none may be empty.
  public static final String CLAIMED = "datasets ";

  private static final Logger LOG = LoggerFactory.getLogger(SqsRecordsFunction.class);

  private final EventIngestion ingestion;
  private final AccessSettings access;
  private final Metrics metrics;
  private final InstantSource clock;

  /// Writes with `ingestion` what senders may write by `access`.
  public SqsRecordsFunction(
      EventIngestion ingestion, AccessSettings access, Metrics metrics, InstantSource clock) {
    this.ingestion = ingestion;
    this.access = access;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Writes the messages of the event that `in` holds, as [#handle(SqsEvent, OutputStream,
  /// Instant)] does. Throws [Problem.MalformedRequest] where `in` holds no event of SQS; nothing
  /// was written then, and all its messages come again.
  ///
  /// @param deadline no batch is begun after it
  public void handle(InputStream in, OutputStream out, Instant deadline) throws IOException {
    handle(SqsEvent.read(in), out, deadline);
  }

  /// Writes the messages of `event`, a batch for each dataset, and writes to `out` which are not
  /// written.
  ///
  /// @param deadline no batch is begun after it
  public void handle(SqsEvent event, OutputStream out, Instant deadline) throws IOException {
    List<String> failed = new ArrayList<>();
    Map<DatasetName, List<QueuedEvent>> byDataset = new LinkedHashMap<>();
    for (Delivered message : event.messages()) {
      Optional<DatasetName> dataset =
          DatasetName.parse(message.attributes().getOrDefault(DATASET, ""));
      if (dataset.isEmpty() || message.sent().isEmpty()) {
        refused(message, "names no dataset");
        failed.add(message.id());
      } else if (!mayWrite(message, dataset.get())) {
        refused(message, "is of nobody who may write to " + dataset.get());
        failed.add(message.id());
      } else {
        byDataset
            .computeIfAbsent(dataset.get(), first -> new ArrayList<>())
            .add(
                new QueuedEvent(
                    message.id(), message.sent().get(), message.body(), isWithoutToken(message)));
      }
    }
    byDataset.forEach((dataset, events) -> failed.addAll(failed(dataset, events, deadline)));
    if (!failed.isEmpty()) {
      metrics.record("-", List.of(Metric.EVENTS_FAILED.of(failed.size())));
    }
    SqsEvent.answer(failed.stream().distinct().toList(), out);
  }

  private static void refused(Delivered message, String why) {
    LOG.error(
        "message {} {}, at delivery {}; it is left for the dead letters",
        message.id(),
        why,
        message.deliveries());
  }

  /// Where tokens are not needed, nobody asked the sender for one.
  private boolean isWithoutToken(Delivered message) {
    return !access.tokensRequired() && CLAIMS.stream().noneMatch(message.attributes()::containsKey);
  }

  private boolean mayWrite(Delivered message, DatasetName dataset) {
    return isWithoutToken(message)
        || grants(message)
            .filter(grants -> grants.of(dataset.value()).contains(DatasetGrants.Permission.WRITE))
            .isPresent();
  }

  /// What the sender's token grants; empty where the attributes do not agree about it.
  private Optional<DatasetGrants> grants(Delivered message) {
    List<String> claims =
        CLAIMS.stream()
            .map(name -> message.attributes().getOrDefault(name, ""))
            .distinct()
            .toList();
    if (claims.size() != 1 || !claims.getFirst().startsWith(CLAIMED)) {
      return Optional.empty();
    }
    String claim = claims.getFirst().substring(CLAIMED.length());
    return Optional.of(
        claim.isEmpty() ? access.unclaimedDatasets() : DatasetGrants.parse(ClaimText.list(claim)));
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
