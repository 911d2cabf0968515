package dev.tarn.local.conformance;

import static dev.tarn.api.Operation.Function.EXPORT;
import static dev.tarn.api.Operation.Function.INGEST;
import static dev.tarn.api.Operation.Function.QUERY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.local.conformance.DeployedLake.Deployed;
import dev.tarn.local.conformance.DeployedLake.Running;
import dev.tarn.local.runtime.FunctionPool;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.local.runtime.InvocationOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What Lambda asks of functions, and what they ask of Lambda.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class FunctionConformanceIT {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;
  private static final String RECORDS =
      """
      {"time": "2026-01-31T12:00:00Z", "value": 1}
      {"time": "2026-02-01T12:00:00Z", "value": 2}
      """;

  private Path directory;
  private DeployedLake lake;

  @BeforeAll
  void deploy(@TempDir Path temporary) throws Exception {
    directory = temporary;
    lake = new DeployedLake(directory);
  }

  @AfterAll
  void end() throws Exception {
    lake.close();
  }

  private static void define(Running ingest, String dataset) throws Exception {
    var _ =
        Answer.of(ingest, Operation.PUT_DATASET, Map.of("dataset", dataset), JSON, DEFINITION)
            .is(201);
  }

  private static Answer query(Running query, String sql) throws Exception {
    return Answer.of(
        query,
        Operation.POST_QUERY,
        Map.of(),
        JSON,
        Event.MAPPER.createObjectNode().put("sql", sql).toString());
  }

  @Test
  void whatIsIngestedIsQueriedAndExportedAndTheLogsAreWellFormed() throws Exception {
    try (Running ingest = lake.start(INGEST);
        Running query = lake.start(QUERY);
        Running export = lake.start(EXPORT)) {
      define(ingest, "readings");
      Answer receipt =
          Answer.of(ingest, Operation.POST_RECORDS, Map.of("dataset", "readings"), NDJSON, RECORDS)
              .is(201);
      assertThat(receipt.headers().path("content-type").asText()).isEqualTo(JSON);
      assertThat(receipt.base64()).isFalse();
      assertThat(receipt.json().path("accepted").asInt()).isEqualTo(2);

      Answer answer = query(query, "SELECT sum(value) FROM readings").is(200);
      assertThat(answer.json().path("rows").toString()).isEqualTo("[[3]]");

      Answer accepted =
          Answer.of(
                  export,
                  Operation.POST_EXPORT,
                  Map.of("dataset", "readings"),
                  JSON,
                  "{\"format\": \"ndjson\"}")
              .is(202);
      List<String> jobs = lake.takeJobs();
      assertThat(jobs).hasSize(1);
      assertThat(new String(export.answer(Event.messages(jobs)), UTF_8))
          .isEqualTo("{\"batchItemFailures\":[]}");
      Answer done =
          Answer.of(
                  export,
                  Operation.GET_EXPORT,
                  Map.of("exportId", accepted.json().path("exportId").asText()),
                  JSON,
                  "")
              .is(200);
      assertThat(done.json().path("status").asText()).isEqualTo("succeeded");
      assertThat(done.json().path("rows").asLong()).isEqualTo(2);

      // Something went wrong, and is told in one line each.
      query(query, "SELECT nonsense FROM readings").is(400);
      Answer.of(ingest, Operation.POST_RECORDS, Map.of("dataset", "readings"), NDJSON, "{").is(400);
      assertThat(new String(export.answer(Event.messages(List.of("no job"))), UTF_8))
          .contains("message-0");

      assertThat(ingest.log()).anyMatch(line -> line.text().contains("_aws"));
      assertThat(query.log()).anyMatch(line -> line.text().contains("_aws"));
      assertThat(export.log()).isNotEmpty();
      for (Running each : List.of(ingest, query, export)) {
        each.close();
        assertThat(LogCheck.faults(each.log())).isEmpty();
      }
    }
  }

  @Test
  void onlyTheMessagesThatFailedAreAnswered() throws Exception {
    Running export = lake.shared(EXPORT);
    define(lake.shared(INGEST), "messages");
    Answer.of(
            export,
            Operation.POST_MAINTENANCE,
            Map.of("dataset", "messages"),
            JSON,
            "{\"tasks\": [\"audit\"]}")
        .is(202);
    List<String> jobs = lake.takeJobs();
    assertThat(jobs).hasSize(1);

    byte[] answer = export.answer(Event.messages(List.of("no job", jobs.getFirst())));

    assertThat(new String(answer, UTF_8))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"message-0\"}]}");
  }

  @Test
  void messagesWithRecordsAreWrittenOnceAndOnlyThoseForNoDatasetFail() throws Exception {
    Running ingest = lake.shared(INGEST);
    Running query = lake.shared(QUERY);
    define(ingest, "queued");
    byte[] event =
        Event.records(
            "queued",
            List.of(
                "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 7}",
                "[{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 8}, {\"value\": \"x\"}]"));
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(new String(ingest.answer(event), UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
    }
    assertThat(new String(ingest.answer(Event.records("nobody", List.of("{}"))), UTF_8))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"nobody-0\"}]}");

    assertThat(query(query, "SELECT sum(value) FROM queued").is(200).json().path("rows"))
        .hasToString("[[15]]");
    assertThat(
            query(query, "SELECT batch_id, position FROM queued__rejected")
                .is(200)
                .json()
                .path("rows"))
        .hasToString("[[\"queued-1\",1]]");
  }

  @Test
  void aMalformedEventIsAnErrorAndTheFunctionLivesOn() throws Exception {
    Map<Operation.Function, Operation> health =
        Map.of(
            INGEST, Operation.GET_INGEST_HEALTH,
            QUERY, Operation.GET_QUERY_HEALTH,
            EXPORT, Operation.GET_EXPORT_HEALTH);
    for (Map.Entry<Operation.Function, Operation> each : health.entrySet()) {
      Running running = lake.shared(each.getKey());
      for (String event : List.of("{\"version\": \"2.0\"}", "[]", "{", "")) {
        InvocationOutcome outcome = running.invoke(event.getBytes(UTF_8));
        assertThat(outcome).as(event).isInstanceOf(InvocationOutcome.Failed.class);
        assertThat(((InvocationOutcome.Failed) outcome).error().type()).contains("Exception");
      }
      Answer.of(running, each.getValue(), Map.of(), JSON, "").is(200);
      assertThat(running.process().isUsable()).isTrue();
    }
  }

  @Test
  void aHandlerThatCannotBeConfiguredNamesTheVariable() throws Exception {
    for (Deployed each : lake.functions()) {
      try (Running running = each.start(Map.of("TARN_BUCKET", ""), InitializationType.ON_DEMAND)) {
        assertThat(running.invoke("{}".getBytes(UTF_8)))
            .isInstanceOfSatisfying(
                InvocationOutcome.NotInitialized.class,
                outcome -> assertThat(outcome.error().message()).contains("TARN_BUCKET"));
      }
    }
  }

  @Test
  void aBatchThatIsCutOffIsWhollyThereOrNotAndItsRepeatIsRight() throws Exception {
    Deployed function = lake.function(INGEST);
    Running query = lake.shared(QUERY);
    define(lake.shared(INGEST), "cut_off");
    try (FunctionPool pool = new FunctionPool(function.function(), 1, line -> {})) {
      ObjectNode event =
          Event.document(Operation.POST_RECORDS, Map.of("dataset", "cut_off"), NDJSON, RECORDS);
      ((ObjectNode) event.path("headers")).put("idempotency-key", "once");
      byte[] health = Event.request(Operation.GET_INGEST_HEALTH, Map.of(), JSON, "");
      assertThat(pool.invoke("health", health, DeployedLake.LONG))
          .isInstanceOf(InvocationOutcome.Answered.class);
      long killed = pool.processes().getFirst().pid();
      function
          .proxy(Service.S3)
          .hold(call -> call.method().equals("PUT") && call.path().contains("_delta_log"));

      InvocationOutcome cutOff = pool.invoke("cut-off", Event.bytes(event), Duration.ofSeconds(5));
      function.proxy(Service.S3).hold(call -> false);

      assertThat(cutOff).isInstanceOf(InvocationOutcome.OutOfTime.class);
      assertThat(query(query, "SELECT count(*) FROM cut_off").is(200).json().path("rows"))
          .hasToString("[[0]]");
      InvocationOutcome repeated = pool.invoke("again", Event.bytes(event), DeployedLake.LONG);
      assertThat(pool.processes()).singleElement().matches(process -> process.pid() != killed);
      assertThat(repeated)
          .isInstanceOfSatisfying(
              InvocationOutcome.Answered.class,
              answered ->
                  assertThat(new String(answered.document(), UTF_8))
                      .contains("\"statusCode\":201"));
      assertThat(query(query, "SELECT count(*) FROM cut_off").is(200).json().path("rows"))
          .hasToString("[[2]]");
    }
  }

  @Test
  void theSnapshotIsPrimedByReadingAloneAndServesOnceItIsRestored() throws Exception {
    Map<Operation.Function, Operation> health =
        Map.of(
            INGEST, Operation.GET_INGEST_HEALTH,
            QUERY, Operation.GET_QUERY_HEALTH,
            EXPORT, Operation.GET_EXPORT_HEALTH);
    for (Map.Entry<Operation.Function, Operation> each : health.entrySet()) {
      Deployed function = lake.function(each.getKey());
      List<Call> before = calls(function);
      Path classes = directory.resolve("classes-" + each.getKey().label());
      try (Running running =
          function.start(
              Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes),
              InitializationType.SNAP_START)) {
        assertThat(running.process().awaitInitialized(DeployedLake.LONG)).isEmpty();
        assertThat(Files.readString(classes)).contains("dev.tarn.api.gateway.Rehearsal");
        assertThat(calls(function).stream().skip(before.size()))
            .extracting(Call::method)
            .isSubsetOf("GET", "HEAD");

        Answer.of(running, each.getValue(), Map.of(), JSON, "").is(200);
      }
    }
  }

  private static List<Call> calls(Deployed function) {
    return function.proxies().values().stream().flatMap(proxy -> proxy.calls().stream()).toList();
  }

  @Test
  void nothingIsWrittenOutsideTheTemporaryDirectory() throws Exception {
    for (Operation.Function each : Operation.Function.values()) {
      Path trace = directory.resolve("trace-" + each.label());
      Path java = WrittenFiles.tracingJava(directory.resolve("java-" + each.label()), trace);
      Path root = directory.resolve("traced-" + each.label());
      var deployed = lake.deployWith(java, each, root);
      Map<String, String> before = WrittenFiles.digests(root);
      String dataset = "written_by_" + each.label();
      try (Running running =
          lake.function(each).start(deployed, Map.of(), InitializationType.ON_DEMAND)) {
        use(each, running, dataset);
      }
      assertThat(WrittenFiles.digests(root)).isEqualTo(before);
      assertThat(deployed.home()).isEmptyDirectory();
      if (Files.exists(trace)) {
        assertThat(trace).content().contains("/tmp/");
        assertThat(WrittenFiles.outsideTemporary(trace, root)).isEmpty();
      }
      deployed.close();
    }
  }

  private void use(Operation.Function function, Running running, String dataset) throws Exception {
    switch (function) {
      case INGEST -> {
        define(running, dataset);
        Answer.of(running, Operation.POST_RECORDS, Map.of("dataset", dataset), NDJSON, RECORDS)
            .is(201);
        Upload upload = Upload.begin(running, dataset, NDJSON).put(RECORDS.getBytes(UTF_8));
        var _ = running.answer(Event.upload(Event.objectCreated(lake.bucket(), upload.key())));
        assertThat(upload.receipt(running).json().path("status").asText()).isEqualTo("committed");
      }
      case QUERY -> {
        use(INGEST, lake.shared(INGEST), dataset);
        query(running, "SELECT value, count(*) FROM " + dataset + " GROUP BY 1 ORDER BY 1").is(200);
      }
      case EXPORT -> {
        use(INGEST, lake.shared(INGEST), dataset);
        Answer.of(
                running,
                Operation.POST_EXPORT,
                Map.of("dataset", dataset),
                JSON,
                "{\"format\": \"parquet\", \"sql\": \"SELECT * FROM " + dataset + "\"}")
            .is(202);
        var _ = running.answer(Event.messages(lake.takeJobs()));
      }
    }
  }
}
