package dev.tarn.job.sqs;

import dev.tarn.job.JobId;
import dev.tarn.job.JobWorker;
import dev.tarn.job.sqs.SqsEvent.Delivered;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queue's door of one function: an event of SQS in, the messages that failed out. The event
/// source must take partial answers (`ReportBatchItemFailures`), the queue must hide messages for
/// longer than the function may run, and needs a redrive policy.
///
/// A message that failed comes again, until SQS puts it aside: one that names no job, or whose job
/// there was no time for, or whose job is to be looked at again and could not be sent anew. How the
/// job itself fares is no matter of the message.
public final class SqsJobFunction {
  private static final Logger LOG = LoggerFactory.getLogger(SqsJobFunction.class);

  private final JobWorker worker;

  /// Runs with `worker` the jobs that messages name.
  public SqsJobFunction(JobWorker worker) {
    this.worker = worker;
  }

  /// Runs the jobs of the event that `in` holds, one after the other, and writes to `out` which
  /// messages failed. Throws [dev.tarn.problem.Problem.MalformedRequest] where `in` holds no event
  /// of SQS; nothing was run then, and all its messages come again.
  ///
  /// @param deadline when the last run is to have ended; none begins after it
  public void handle(InputStream in, OutputStream out, Instant deadline) throws IOException {
    List<String> failed =
        SqsEvent.read(in).messages().stream()
            .filter(message -> !isDone(message, deadline))
            .map(Delivered::id)
            .toList();
    SqsEvent.answer(failed, out);
  }

  private boolean isDone(Delivered message, Instant deadline) {
    Optional<JobId> job = JobId.parse(message.body());
    if (job.isEmpty()) {
      LOG.error(
          "message {} names no job, in {} characters, at delivery {}; it is left for the dead"
              + " letters",
          message.id(),
          message.body().length(),
          message.deliveries());
      return false;
    }
    if (!worker.hasTime(deadline)) {
      LOG.warn("there was no time for job {}, at delivery {}", job.get(), message.deliveries());
      return false;
    }
    return isRun(job.get(), deadline);
  }

  private boolean isRun(JobId job, Instant deadline) {
    try {
      worker.run(job, deadline);
      return true;
    } catch (StoreException e) {
      LOG.error("job {} is to be looked at again, and could not be sent anew", job, e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // It must not take the other messages' answers with it.
      LOG.error("job {} ended its run", job, e);
    }
    return false;
  }
}
