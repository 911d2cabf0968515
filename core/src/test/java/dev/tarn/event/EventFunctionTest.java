package dev.tarn.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.clock.Clockwork;
import dev.tarn.export.job.ExportLake;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.job.JobKind;
import dev.tarn.job.JobWorker;
import dev.tarn.job.sqs.SqsJobFunction;
import dev.tarn.maintenance.Maintenance;
import dev.tarn.store.FaultyStore;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFunctionTest {
  private final ExportLake lake;

  EventFunctionTest(@TempDir Path directory) {
    lake = new ExportLake(directory);
  }

  private EventFunction function(ObjectStore store) {
    ExportLake.Worker worker = lake.process(store);
    ScheduledExports scheduled = worker.scheduled;
    return new EventFunction(
        new HttpApiFunction(
            () ->
                Map.of(
                    Operation.GET_EXPORT_HEALTH,
                    request ->
                        ApiResponse.of(200, "text/plain", "well".getBytes(StandardCharsets.UTF_8))),
            new RequestGate(AccessSettings.WITHOUT_TOKENS, Clock.systemUTC()),
            lake.metrics),
        new SqsJobFunction(new JobWorker(worker.queue, worker.runner, lake.clock)),
        new Clockwork(
            scheduled,
            new Maintenance(lake.tables, worker.jobs, worker.queue, lake.clock, () -> "x")));
  }

  private String handle(String event) throws IOException {
    return handle(lake.store, event.getBytes(StandardCharsets.UTF_8));
  }

  private String handle(ObjectStore store, byte[] event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function(store)
        .handle(
            new ByteArrayInputStream(event),
            out,
            "invocation-1",
            lake.clock.instant().plus(Duration.ofMinutes(14)));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void requestsAreAnswered() throws Exception {
    // What comes before the name that tells the door may be of any shape.
    assertThat(
            handle(
                """
                {"version": "2.0", "headers": {"task": "compact", "Records": "[]"},
                 "cookies": [{"Records": []}], "routeKey": "GET /v1/health/export",
                 "rawPath": "/", "requestContext": {"requestId": "r"}}
                """))
        .contains("\"statusCode\":200")
        .contains("well");
  }

  @Test
  void messagesAreRun() throws Exception {
    assertThat(
            handle(
                """
                {"Records": [{"messageId": "m", "receiptHandle": "h", "body": "nonsense",
                  "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:x:0:jobs",
                  "attributes": {"ApproximateReceiveCount": "1"}}]}
                """))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m\"}]}");
  }

  @Test
  void theClockStartsWhatItAsksFor() throws Exception {
    assertThat(handle("{\"task\": \"audit\", \"time\": \"2026-01-31T03:00:00Z\"}"))
        .isEqualTo("{\"started\":\"audit\"}");
    assertThat(lake.process(lake.store).jobs.list(ExportLake.READINGS, JobKind.AUDIT, "", 10))
        .hasSize(1);
  }

  @Test
  void aTaskThatCannotBeStartedIsThrownBackToComeAgain() {
    ObjectStore failing =
        new FaultyStore(
            lake.store,
            seen -> {
              throw new StoreException("no answer");
            });

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() ->
            handle(
                failing,
                "{\"task\": \"exports\", \"time\": \"2026-01-31T03:00:00Z\"}"
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{}",
        "\"task\"",
        "[{\"task\": \"audit\"}]",
        "{\"detail\": {\"task\": \"audit\"}}",
        "{\"task\": 1}",
        "{\"task\": \"dance\", \"time\": \"2026-01-31T03:00:00Z\"}",
        "{\"task\": \"audit\"}"
      })
  void anEventOfNoKindIsRefused(String event) {
    assertThatIllegalArgumentException().isThrownBy(() -> handle(event));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\": ", "{\"a\" 1}", "nonsense"})
  void whatIsNotJsonIsThrownBack(String event) {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> handle(event));
  }

  @Test
  void anEventThatIsTooLargeIsRefused() {
    byte[] event = new byte[6 * 1024 * 1024 + 1];

    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle(lake.store, event))
        .withMessageContaining("6291456");
  }

  @Test
  void anEventThatIsTooDeepIsThrownBack() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> handle("{\"a\": " + "[".repeat(100_000)));
  }
}
