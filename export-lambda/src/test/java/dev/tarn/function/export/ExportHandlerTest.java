package dev.tarn.function.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tarn.access.AccessSettings;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.expiry.Retention;
import dev.tarn.export.job.ExportLimits;
import dev.tarn.job.JobLimits;
import dev.tarn.job.JobQueue;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.query.QueryLimits;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PrefixedStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

final class ExportHandlerTest {
  private static final long MEGABYTE = 1024 * 1024;
  private static final DatasetName READINGS = new DatasetName("readings");

  private final Clock clock = Clock.systemUTC();
  private final MemoryStore store = new MemoryStore(clock);
  private final ObjectStore published = new PrefixedStore(store, "publish/");
  private final JobQueue queue = new StoredJobQueue(store, clock, Duration.ofMinutes(17), 5);
  private final MemoryMetrics metrics = new MemoryMetrics();
  private final Context context = Mockito.mock(Context.class);

  @TempDir private Path scratch;

  @BeforeEach
  void aFunctionHasAQuarterOfAnHour() {
    Mockito.when(context.getAwsRequestId()).thenReturn("invocation-1");
    Mockito.when(context.getRemainingTimeInMillis()).thenReturn(900_000);
  }

  private ExportComponent component() {
    QueryLimits query =
        new QueryLimits(
            Duration.ofMinutes(1),
            100 * MEGABYTE,
            512 * MEGABYTE,
            1,
            100 * MEGABYTE,
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    return ExportComponent.factory()
        .create(
            new ExportResources(
                new ExportLimits(query, MEGABYTE, Duration.ofSeconds(10)),
                new CompactionLimits(512 * MEGABYTE, 1, 100 * MEGABYTE, 100),
                Retention.DEFAULT,
                JobLimits.DEFAULT,
                scratch,
                2_048,
                "https://files.example/",
                Duration.ofSeconds(10)),
            store,
            published,
            queue,
            Optional.empty(),
            metrics,
            metrics,
            clock,
            AccessSettings.WITHOUT_TOKENS);
  }

  private String handle(String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ExportHandler(component())
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, context);
    return out.toString(StandardCharsets.UTF_8);
  }

  private void createDataset() {
    DatasetDefinition definition =
        DefinitionJson.parseRequest(
            READINGS,
            """
            {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}}
            """
                .getBytes(StandardCharsets.UTF_8));
    var _ = new DeltaTables(store, clock, DeltaSettings.DEFAULT).create(definition).orElseThrow();
  }

  private static String request(String route, String parameters, String body) {
    return """
    {"version": "2.0", "routeKey": "%1$s", "rawPath": "/", "pathParameters": {%2$s},
     "requestContext": {"requestId": "r"}, "headers": {}, "isBase64Encoded": false,
     "body": "%3$s"}
    """
        .formatted(route, parameters, body.replace("\"", "\\\""));
  }

  private static String message(String id, String body) {
    return """
    {"Records": [{"messageId": "%s", "receiptHandle": "h", "body": "%s",
      "attributes": {"ApproximateReceiveCount": "1"}, "eventSource": "aws:sqs",
      "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:tarn-jobs"}]}
    """
        .formatted(id, body);
  }

  @Test
  void healthSaysWhatRuns() throws Exception {
    assertThat(handle(request("GET /v1/health/export", "", "")))
        .contains("\"statusCode\":200")
        .contains("\\\"function\\\":\\\"export\\\"");
  }

  @Test
  void anExportThatIsAskedForIsPublishedByTheMessageOfItsJob() throws Exception {
    createDataset();

    assertThat(
            handle(
                request(
                    "POST /v1/datasets/{dataset}/exports",
                    "\"dataset\": \"readings\"",
                    "{\"name\": \"once\"}")))
        .contains("\"statusCode\":202");
    List<JobQueue.Delivery> messages = queue.receive(10);
    assertThat(messages).hasSize(1);
    String job = messages.getFirst().job().toString();
    assertThat(handle(message("m-1", job))).isEqualTo("{\"batchItemFailures\":[]}");

    assertThat(handle(request("GET /v1/exports/{exportId}", "\"exportId\": \"" + job + "\"", "")))
        .contains("\"statusCode\":200")
        .contains("\\\"status\\\":\\\"succeeded\\\"")
        .contains("https://files.example/exports/readings/once/");
    assertThat(published.head(new ObjectKey("exports/readings/once/latest.json"))).isPresent();
  }

  @Test
  void aMessageThatNamesNoJobStays() throws Exception {
    assertThat(handle(message("m-7", "nonsense")))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-7\"}]}");
  }

  @Test
  void theClockStartsAJobForEachDatasetOnceForItsTime() throws Exception {
    createDataset();
    String event = "{\"task\": \"compact\", \"time\": \"2026-01-31T02:15:00Z\"}";

    assertThat(handle(event)).isEqualTo("{\"started\":\"compact\"}");
    assertThat(handle(event)).isEqualTo("{\"started\":\"compact\"}");

    assertThat(queue.receive(10))
        .isNotEmpty()
        .allSatisfy(delivery ->
            assertThat(delivery.job()).hasToString("readings.compact.20260131T021500Z"));
  }

  @Test
  void theClockWithoutSchedulesStartsNothing() throws Exception {
    assertThat(handle("{\"task\": \"exports\", \"time\": \"2026-01-31T02:15:00Z\"}"))
        .isEqualTo("{\"started\":\"exports\"}");
    assertThat(queue.receive(10)).isEmpty();
  }

  @Test
  void anEventOfAnotherKindIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle("{\"queryStringParameters\": {}}"))
        .withMessageContaining("none of API Gateway, SQS, S3 and EventBridge");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle("{\"detail-type\": \"Object Created\"}"))
        .withMessageContaining("for the ingest function");
  }

  @Test
  void primingAnswersItsRequestsAndLeavesTheStoreAlone() {
    assertThatCode(() -> component().priming().beforeCheckpoint(Core.getGlobalContext()))
        .doesNotThrowAnyException();
    assertThat(store.list("", Optional.empty()).objects()).isEmpty();
  }
}
