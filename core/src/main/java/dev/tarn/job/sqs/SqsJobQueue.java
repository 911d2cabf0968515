package dev.tarn.job.sqs;

import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.ServiceFailures;
import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A standard queue of SQS (Amazon SQS API Reference), with the job's id as a message's body. What
/// was received too often SQS itself puts aside, in the queue that the redrive policy names.
///
/// A request of which no answer came is sent again: a message sent so may be there twice, and one
/// received so stays hidden for its time. SQS looks at some of its servers alone for a receive that
/// does not wait, so that it may give none while there are a few.
///
/// Safe for use by many threads.
public final class SqsJobQueue implements JobQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqsJobQueue.class);

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
  private static final int MOST_AT_ONCE = 10;

  private final SqsClient client;
  private final String queueUrl;
  private final Duration visibility;

  /// The queue at `queueUrl`.
  ///
  /// @param client one of [ServiceClients]; whoever made it closes it
  /// @param visibility for how long a message that was received is hidden, from 1 second to 12
  ///   hours; rounded up to whole seconds
  /// @throws IllegalArgumentException if it is another time
  public SqsJobQueue(SqsClient client, String queueUrl, Duration visibility) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.visibility = requireWithin("visibility", visibility, LONGEST_VISIBILITY);
    if (visibility.toSeconds() < 1) {
      throw new IllegalArgumentException("visibility is 1 second at least, not " + visibility);
    }
  }

  /// The queue at `queueUrl` in AWS, with the credentials that the AWS SDK finds.
  public static SqsJobQueue inAws(String region, String queueUrl, Duration visibility) {
    return new SqsJobQueue(ServiceClients.inAws(SqsClient.builder(), region), queueUrl, visibility);
  }

  /// As the port says; the delay is rounded up to whole seconds. Throws [IllegalArgumentException]
  /// for one below zero or above 15 minutes.
  @Override
  public void send(JobId job, Duration delay) {
    int seconds = seconds(requireWithin("delay", delay, LONGEST_DELAY));
    var _ =
        call(
            "sending job " + job,
            () ->
                client.sendMessage(request ->
                    request.queueUrl(queueUrl).messageBody(job.toString()).delaySeconds(seconds)));
  }

  /// As the port says, 10 at most. A message that names no job is logged, and not acknowledged: it
  /// comes again until SQS puts it aside.
  @Override
  public List<Delivery> receive(int most) {
    if (most < 1) {
      return List.of();
    }
    return call(
            "receiving jobs",
            () ->
                client.receiveMessage(request ->
                    request
                        .queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(most, MOST_AT_ONCE))
                        .visibilityTimeout(seconds(visibility))
                        .waitTimeSeconds(0)
                        .messageSystemAttributeNames(
                            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)))
        .messages()
        .stream()
        .flatMap(message -> delivery(message).stream())
        .toList();
  }

  @Override
  public void acknowledge(Delivery delivery) {
    onLatest(
        "acknowledging job " + delivery.job(),
        () ->
            client.deleteMessage(
                request -> request.queueUrl(queueUrl).receiptHandle(delivery.handle())));
  }

  /// As the port says; the delay is rounded up to whole seconds. Throws [IllegalArgumentException]
  /// for one below zero or above 12 hours.
  @Override
  public void postpone(Delivery delivery, Duration delay) {
    int seconds = seconds(requireWithin("delay", delay, LONGEST_VISIBILITY));
    onLatest(
        "postponing job " + delivery.job(),
        () ->
            client.changeMessageVisibility(request ->
                request
                    .queueUrl(queueUrl)
                    .receiptHandle(delivery.handle())
                    .visibilityTimeout(seconds)));
  }

  private static Optional<Delivery> delivery(Message message) {
    Optional<JobId> job = JobId.parse(message.body());
    if (job.isEmpty()) {
      LOG.error(
          "message {} names no job, in {} characters; it is left for the dead letters",
          message.messageId(),
          message.body().length());
    }
    return job.map(id -> new Delivery(id, message.receiptHandle(), deliveries(message)));
  }

  private static int deliveries(Message message) {
    String count =
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    return Integer.parseInt(count);
  }

  /// A delivery that is not the message's latest has no say, which SQS tells in several ways.
  private static void onLatest(String operation, Supplier<?> request) {
    try {
      var _ = request.get();
    } catch (AwsServiceException e) {
      if (!isOld(e)) {
        throw ServiceFailures.exception(operation, e);
      }
      LOG.info("{} came too late: {}", operation, ServiceFailures.code(e));
    } catch (SdkException e) {
      throw ServiceFailures.exception(operation, e);
    }
  }

  private static boolean isOld(AwsServiceException refusal) {
    String code = ServiceFailures.code(refusal);
    // Some of the codes have a name space, such as AWS.SimpleQueueService.MessageNotInflight.
    return code.endsWith("MessageNotInflight")
        || code.endsWith("ReceiptHandleIsInvalid")
        || (code.endsWith("InvalidParameterValue")
            && ServiceFailures.message(refusal).contains("ReceiptHandle"));
  }

  private static <T> T call(String operation, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw ServiceFailures.exception(operation, e);
    }
  }

  private static Duration requireWithin(String name, Duration value, Duration longest) {
    if (value.isNegative() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " is " + longest + " at most, and not negative, not " + value);
    }
    return value;
  }

  /// Rounded up, so that nothing comes before its time.
  private static int seconds(Duration time) {
    return Math.toIntExact(time.plusNanos(999_999_999).toSeconds());
  }
}
