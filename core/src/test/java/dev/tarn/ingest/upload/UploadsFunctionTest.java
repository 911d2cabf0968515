package dev.tarn.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.event.IngestFunction;
import dev.tarn.ingest.BatchDecoder;
import dev.tarn.ingest.BatchFiles;
import dev.tarn.ingest.EventIngestion;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Receipt;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import dev.tarn.ingest.stored.StoredDeliveries;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.DecodeLimits;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.table.BatchId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsFunctionTest {
  private static final String UPLOADS = "arn:aws:sqs:eu-central-1:111122223333:tarn-uploads";
  private static final String EVENTS = "arn:aws:sqs:eu-central-1:111122223333:tarn-events";
  private static final String NONE_FAILED = "{\"batchItemFailures\":[]}";
  private static final String FAILED = "{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}";

  private final UploadLake lake = new UploadLake();

  private BatchId uploaded(int records) {
    BatchId id =
        lake.function(500)
            .open(
                Principal.withoutToken(),
                UploadLake.asked(UploadFormat.NDJSON, IngestRequest.OnInvalid.REJECT));
    lake.put(id, String.join("\n", UploadLake.records(records)));
    return id;
  }

  private IngestFunction function(ObjectStore store) {
    UploadLake.Function function = lake.new Function(store, 500);
    return new IngestFunction(
        new HttpApiFunction(
            () ->
                Map.of(
                    Operation.GET_INGEST_HEALTH,
                    request -> ApiResponse.of(200, "text/plain", new byte[0])),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, lake.clock),
            lake.metrics),
        new SqsRecordsFunction(
            new EventIngestion(
                function.tables,
                new BatchDecoder(DecodeLimits.DEFAULT),
                new BatchFiles(store, ParquetEncoder::new, 100),
                new StoredReceipts(store),
                new StoredDeliveries(store),
                lake.metrics,
                lake.clock),
            AccessSettings.WITHOUT_TOKENS,
            lake.metrics,
            lake.clock),
        new UploadsFunction(function.jobs, function.runner, lake.clock));
  }

  private String handle(String event, int seconds) throws IOException {
    return handle(lake.store, event, seconds);
  }

  private String handle(ObjectStore store, String event, int seconds) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function(store)
        .handle(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            out,
            "invocation",
            lake.clock.instant().plusSeconds(seconds));
    return out.toString(StandardCharsets.UTF_8);
  }

  /// A message as SQS hands it to a function.
  private static String message(String arn, String body) {
    String text = JsonDocument.newObject().put("body", body).path("body").toString();
    return """
    {"Records": [{
      "messageId": "m1",
      "receiptHandle": "handle",
      "body": %s,
      "attributes": {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1767268800000",
        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
        "ApproximateFirstReceiveTimestamp": "1767268800001"},
      "messageAttributes": {"dataset": {"stringValue": "readings", "dataType": "String"}},
      "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
      "eventSource": "aws:sqs",
      "eventSourceARN": "%s",
      "awsRegion": "eu-central-1"}]}
    """
        .formatted(text, arn);
  }

  /// An event as EventBridge has it of S3 (Amazon S3 User Guide, "EventBridge event message
  /// structure").
  private static String bridged(String type, String key) {
    return """
    {
      "version": "0",
      "id": "17793124-05d4-b198-2fde-7ededc63b103",
      "detail-type": "%s",
      "source": "aws.s3",
      "account": "111122223333",
      "time": "2026-01-01T00:00:00Z",
      "region": "eu-central-1",
      "resources": ["arn:aws:s3:::amzn-s3-demo-bucket1"],
      "detail": {
        "version": "0",
        "bucket": {"name": "amzn-s3-demo-bucket1"},
        "object": {
          "key": "%s",
          "size": 5,
          "etag": "b57f9512698f4b09e608f4f2a65852e5",
          "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
          "sequencer": "617f08299329d189"
        },
        "request-id": "N4N7GDK58NMKJ12R",
        "requester": "123456789012",
        "source-ip-address": "1.2.3.4",
        "reason": "PutObject"
      }
    }
    """
        .formatted(type, key);
  }

  private static String bridged(BatchId id) {
    return bridged("Object Created", "uploads/readings/" + id);
  }

  /// One record of S3's own notifications (Amazon S3 User Guide, "Event message structure").
  private static String record(String event, String key) {
    return """
    {
      "eventVersion": "2.1",
      "awsRegion": "eu-central-1",
      "eventTime": "2026-01-01T00:00:00.000Z",
      "eventName": "%s",
      "userIdentity": {"principalId": "AWS:AIDAJDPLRKLG7UEXAMPLE"},
      "requestParameters": {"sourceIPAddress": "127.0.0.1"},
      "responseElements": {
        "x-amz-request-id": "C3D13FE58DE4C810",
        "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"
      },
      "s3": {
        "s3SchemaVersion": "1.0",
        "configurationId": "testConfigRule",
        "bucket": {
          "name": "amzn-s3-demo-bucket1",
          "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
          "arn": "arn:aws:s3:::amzn-s3-demo-bucket1"
        },
        "object": {
          "key": "%s",
          "size": 1024,
          "eTag": "d41d8cd98f00b204e9800998ecf8427e",
          "versionId": "096fKKXTRTtl3on89fVO.nfljtsv6qko",
          "sequencer": "0055AED6DCD90281E5"
        }
      },
      "eventSource": "aws:s3"
    }
    """
        .formatted(event, key);
  }

  private static String notified(String... records) {
    return "{\"Records\": [" + String.join(",", records) + "]}";
  }

  private static String notified(BatchId id) {
    return notified(record("ObjectCreated:Put", "uploads%2Freadings%2F" + id));
  }

  private static final String TEST =
      """
      {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-10-13T15:57:02.089Z",
       "Bucket": "amzn-s3-demo-bucket1", "RequestId": "5582815E1AEA5ADF", "HostId": "8cLeGAmw098X5"}
      """;

  @Test
  void bothDocumentsSetAnUploadGoingWithAndWithoutAQueue() throws IOException {
    BatchId first = uploaded(10);
    assertThat(handle(message(UPLOADS, bridged(first)), 60)).isEqualTo(NONE_FAILED);
    BatchId second = uploaded(10);
    assertThat(handle(message(UPLOADS, notified(second)), 60)).isEqualTo(NONE_FAILED);
    BatchId third = uploaded(10);
    assertThat(handle(bridged(third), 60)).isEqualTo("{}");
    BatchId fourth = uploaded(10);
    assertThat(handle(notified(fourth), 60)).isEqualTo("{}");

    for (BatchId id : new BatchId[] {first, second, third, fourth}) {
      assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.COMMITTED);
    }
    assertThat(lake.rows()).hasSize(40);
  }

  @Test
  void aNotificationTellsOfSeveralFiles() throws IOException {
    BatchId first = uploaded(3);
    BatchId second = uploaded(4);
    String both =
        notified(
            record("ObjectCreated:Put", "lake/uploads/readings/" + first),
            record("ObjectRemoved:Delete", "tables/x+y"),
            record("ObjectCreated:CompleteMultipartUpload", "uploads/readings/" + second));
    assertThat(handle(message(UPLOADS, both), 60)).isEqualTo(NONE_FAILED);
    assertThat(lake.rows()).hasSize(7);
  }

  @Test
  void aFileThatIsToldOfAgainIsWrittenOnce() throws IOException {
    BatchId id = uploaded(10);
    for (int i = 0; i < 3; i++) {
      assertThat(handle(message(UPLOADS, bridged(id)), 60)).isEqualTo(NONE_FAILED);
    }
    assertThat(lake.rows()).hasSize(10);
  }

  @Test
  void whatElseS3TellsOfIsPassedOver() throws IOException {
    assertThat(handle(message(UPLOADS, TEST), 60)).isEqualTo(NONE_FAILED);
    assertThat(handle(TEST, 60)).isEqualTo("{}");
    String deleted = bridged("Object Deleted", "uploads/readings/" + uploaded(1));
    assertThat(handle(message(UPLOADS, deleted), 60)).isEqualTo(NONE_FAILED);
    assertThat(lake.rows()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables/readings/x",
        "uploads/readings/x",
        "uploads/readings/u0000000000000000000000000000000g",
        "uploads/readings/u00000000000000000000000000000000",
        "uploads/../readings/u00000000000000000000000000000000",
        "uploads/u00000000000000000000000000000000",
        "uploads/Readings/u00000000000000000000000000000000",
        "uploads/readings/u00000000000000000000000000000000/x",
        "a b"
      })
  void whatIsOfNoUploadIsLeftForTheDeadLetters(String key) throws IOException {
    assertThat(handle(message(UPLOADS, bridged("Object Created", key)), 60)).isEqualTo(FAILED);
    String record = record("ObjectCreated:Put", key.replace(' ', '+'));
    assertThat(handle(message(UPLOADS, notified(record)), 60)).isEqualTo(FAILED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle(notified(record), 60))
        .withMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "no JSON",
        "{}",
        "{\"detail-type\": \"Object Created\", \"source\": \"other\"}",
        "{\"detail-type\": \"Object Created\", \"source\": \"aws.s3\", \"detail\": 7}",
        "{\"Records\": {}}",
        "{\"Records\": [7]}",
        "{\"Records\": [{\"eventSource\": \"aws:sns\"}]}",
        "{\"Records\": [{\"eventSource\": \"aws:s3\", \"eventName\": \"ObjectCreated:Put\"}]}",
        "{\"Records\": [{\"eventSource\": \"aws:s3\", \"eventName\": \"ObjectCreated:Put\","
            + " \"s3\": {\"object\": {\"key\": \"%zz\"}}}]}"
      })
  void whatIsNoEventOfS3IsLeftForTheDeadLetters(String body) throws IOException {
    assertThat(handle(message(UPLOADS, body), 60)).isEqualTo(FAILED);
  }

  @Test
  void anEventWithoutAQueueThatCannotBeReadIsAnError() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> handle("{\"detail-type\": \"Object Created\"}", 60));
  }

  @Test
  void aMessageStaysUntilItsUploadIsOver() throws IOException {
    BatchId id = uploaded(20);
    assertThat(handle(message(UPLOADS, bridged(id)), -1)).isEqualTo(FAILED);
    assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.PENDING);
    assertThatIllegalStateException().isThrownBy(() -> handle(bridged(id), -1));
    assertThat(handle(message(UPLOADS, bridged(id)), 60)).isEqualTo(NONE_FAILED);
    assertThat(lake.rows()).hasSize(20);
  }

  @Test
  void aMessageStaysIfTheStoreFails() throws IOException {
    BatchId id = uploaded(20);
    ObjectStore failing =
        new FaultyStore(
            lake.store,
            call -> {
              throw new StoreException("no answer");
            });
    assertThat(handle(failing, message(UPLOADS, bridged(id)), 60)).isEqualTo(FAILED);
    assertThat(lake.job(id).attempts()).isZero();
  }

  @Test
  void aFileThatIsNotThereYetIsWaitedFor() throws IOException {
    BatchId id = uploaded(1);
    lake.store.delete(List.of(Upload.file(UploadLake.READINGS, id)));
    assertThat(handle(message(UPLOADS, bridged(id)), 60)).isEqualTo(FAILED);
    assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.PENDING);
    assertThat(lake.job(id).attempts()).isZero();
  }

  @Test
  void whatAClientSendsAsAnEventNeverSetsAnUploadGoing() throws IOException {
    BatchId id = uploaded(10);
    for (String forged : new String[] {bridged(id), notified(id), TEST}) {
      String answer = handle(message(EVENTS, forged), 60);
      assertThat(answer).isIn(NONE_FAILED, FAILED);
    }
    assertThat(lake.receipt(id).status()).isEqualTo(Receipt.Status.PENDING);
    assertThat(lake.rows()).isEmpty();
    assertThat(lake.column(UploadLake.READINGS.ofRejected(), "code")).isNotEmpty();
  }

  @Test
  void messagesOfTwoQueuesInOneEventAreRefused() {
    String one = message(UPLOADS, TEST);
    String other = message(EVENTS, "{}");
    String both =
        one.substring(0, one.lastIndexOf(']')) + "," + other.substring(other.indexOf('[') + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> handle(both, 60));
  }
}
