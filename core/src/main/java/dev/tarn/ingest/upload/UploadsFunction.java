package dev.tarn.ingest.upload;

import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobId;
import dev.tarn.job.JobRunner;
import dev.tarn.job.Jobs;
import dev.tarn.job.sqs.SqsEvent;
import dev.tarn.job.sqs.SqsEvent.Delivered;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's door of the ingest function: what S3 tells of files that were put, by way of a queue
/// or without one, sets their uploads going.
///
/// A message stays in the queue until its uploads are over: the next delivery goes on with those
/// that are not. One that names no upload stays, too, until SQS puts it aside with the dead
/// letters.
public final class UploadsFunction {
  private static final Logger LOG = LoggerFactory.getLogger(UploadsFunction.class);

  /// What the ARN of the queue ends with that S3's events come through, and no other's.
  private static final String QUEUE = "-uploads";

  private final Jobs jobs;
  private final JobRunner runner;
  private final InstantSource clock;

  /// Runs the uploads that are kept in `jobs` with `runner`.
  public UploadsFunction(Jobs jobs, JobRunner runner, InstantSource clock) {
    this.jobs = jobs;
    this.runner = runner;
    this.clock = clock;
  }

  /// Whether the message came through the queue of S3's events. What is in it says nothing about
  /// that: a client writes the bodies of others.
  public static boolean isOf(Delivered message) {
    return message.queue().endsWith(QUEUE);
  }

  /// Runs the uploads of whose files `event`'s messages tell, and writes to `out` which messages
  /// are to come again.
  ///
  /// @param deadline no slice of a file is begun after it
  public void handle(SqsEvent event, OutputStream out, Instant deadline) throws IOException {
    List<String> failed =
        event.messages().stream()
            .filter(message -> !isDone(message, deadline))
            .map(Delivered::id)
            .toList();
    SqsEvent.answer(failed, out);
  }

  private boolean isDone(Delivered message, Instant deadline) {
    try {
      Outcome outcome = run(message.body().getBytes(StandardCharsets.UTF_8), deadline);
      if (!outcome.strange().isEmpty()) {
        refused(message, "tells of objects that are of no upload: " + outcome.strange());
      }
      return outcome.strange().isEmpty() && outcome.unfinished().isEmpty();
    } catch (ProblemException e) {
      refused(message, "is no event of S3: " + e.problem().detail());
    } catch (StoreException e) {
      LOG.warn("message {} is to be delivered again", message.id(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // It must not take the other messages' answers with it.
      LOG.error("message {} ended its run", message.id(), e);
    }
    return false;
  }

  private static void refused(Delivered message, String why) {
    LOG.error(
        "message {} {}, at delivery {}; it is left for the dead letters",
        message.id(),
        why,
        message.deliveries());
  }

  /// Runs the uploads of whose files `document` tells, which came without a queue. Throws
  /// [dev.tarn.problem.Problem.MalformedRequest] where it is no event of S3,
  /// [IllegalArgumentException] where it tells of objects that are of no upload, and
  /// [IllegalStateException] where an upload is not over, so that whoever invoked the function does
  /// so again.
  ///
  /// @param deadline no slice of a file is begun after it
  public void handle(byte[] document, OutputStream out, Instant deadline) throws IOException {
    Outcome outcome = run(document, deadline);
    if (!outcome.strange().isEmpty()) {
      throw new IllegalArgumentException("objects of no upload: " + outcome.strange());
    }
    if (!outcome.unfinished().isEmpty()) {
      throw new IllegalStateException("uploads that are not over: " + outcome.unfinished());
    }
    out.write("{}".getBytes(StandardCharsets.UTF_8));
  }

  /// What came of an event that did not end well.
  ///
  /// @param strange keys of objects that are of no upload
  /// @param unfinished uploads that are to be gone on with
  private record Outcome(List<String> strange, List<JobId> unfinished) {}

  private Outcome run(byte[] document, Instant deadline) {
    List<String> strange = new ArrayList<>();
    List<JobId> unfinished = new ArrayList<>();
    for (String key : FileEvents.keys(document)) {
      Optional<JobId> job = FileEvents.job(key).filter(id -> jobs.find(id).isPresent());
      if (job.isEmpty()) {
        strange.add(key);
      } else if (!isOver(job.get(), deadline)) {
        unfinished.add(job.get());
      }
    }
    return new Outcome(strange, unfinished);
  }

  private boolean isOver(JobId job, Instant deadline) {
    if (clock.instant().isAfter(deadline)) {
      LOG.warn("there was no time for {}", job);
      return false;
    }
    return switch (runner.run(job, deadline)) {
      case JobAnswer.Finished _ -> true;
      case JobAnswer.Again _ -> false;
    };
  }
}
