package dev.tarn.local.conformance;

import static dev.tarn.api.Operation.Function.EXPORT;
import static dev.tarn.api.Operation.Function.INGEST;
import static dev.tarn.api.Operation.Function.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.Operation;
import dev.tarn.clock.ClockTask;
import dev.tarn.local.conformance.DeployedLake.Running;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.s3.S3Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the functions call, compared with what they are permitted: everything that they do is done
/// here, in their own processes, and every request is looked at.
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class PermissionsIT {
  private static final String JSON = "application/json";
  private static final String DEFINITION =
      """
      {"eventTime": "time", "schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}}
      """;

  /// Longer ago than anything is kept.
  private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  private final Set<Operation> done = EnumSet.noneOf(Operation.class);

  private Answer call(
      Running running, Operation operation, Map<String, String> parameters, String body, int status)
      throws Exception {
    done.add(operation);
    return Answer.of(running, operation, parameters, JSON, body).is(status);
  }

  private static void runJobs(DeployedLake lake, Running export) throws Exception {
    for (List<String> jobs = lake.takeJobs(); !jobs.isEmpty(); jobs = lake.takeJobs()) {
      var _ = export.answer(Event.messages(jobs));
    }
  }

  @Test
  void everyCallIsPermittedAndEveryPermissionIsUsed() throws Exception {
    try (DeployedLake lake = new DeployedLake(directory)) {
      new PastLake(lake, "old", PAST).write();
      try (Running ingest = lake.start(INGEST)) {
        useIngest(lake, ingest);
      }
      try (Running query = lake.start(QUERY)) {
        useQuery(query);
      }
      queryWithAthena(lake);
      try (Running export = lake.start(EXPORT)) {
        useExport(lake, export);
      }
      exportWithAthena(lake);
      assertThat(done).containsExactlyInAnyOrder(Operation.values());

      List<Permission> listed = Permission.listed();
      List<ActionCalled> called = called(lake);
      assertThat(called.stream().filter(each -> !isListed(each, listed)))
          .as("calls without a permission")
          .isEmpty();
      assertThat(listed.stream().filter(each -> called.stream().noneMatch(each::allows)))
          .as("permissions that nothing needs")
          .isEmpty();
    }
  }

  private void useIngest(DeployedLake lake, Running ingest) throws Exception {
    Map<String, String> dataset = Map.of("dataset", "readings");
    call(ingest, Operation.PUT_DATASET, dataset, DEFINITION, 201);
    String batch = "";
    for (int i = 0; i < 12; i++) {
      batch =
          call(
                  ingest,
                  Operation.POST_RECORDS,
                  dataset,
                  "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": " + i + "}",
                  201)
              .json()
              .path("batchId")
              .asText();
    }
    // In the first window of the schedule.
    call(
        ingest,
        Operation.POST_RECORDS,
        dataset,
        "{\"time\": \"" + recentDay() + "\", \"value\": 1}",
        201);
    // Sent by API Gateway itself; the function takes it off the queue.
    done.add(Operation.POST_EVENTS);
    var _ =
        ingest.answer(
            Event.records(
                "readings",
                List.of("{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 1, \"site\": \"a\"}")));
    call(
        ingest,
        Operation.PUT_DATASET,
        dataset,
        DEFINITION.replace(
            "\"int\"}",
            "\"int\"}, {\"name\": \"site\", \"type\": [\"null\", \"string\"], \"default\": null}"),
        200);
    call(ingest, Operation.GET_RECEIPT, Map.of("dataset", "readings", "batchId", batch), "", 200);
    upload(lake, ingest, "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 1}", "committed");
    upload(lake, ingest, "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": \"x\"}", "failed");
    call(
        ingest,
        Operation.POST_INFER,
        Map.of(),
        "{\"time\": \"2026-01-31T12:00:00Z\", \"value\": 1}",
        200);
    call(ingest, Operation.GET_INGEST_HEALTH, Map.of(), "", 200);
  }

  /// Whoever has the link puts as the function may.
  private void upload(DeployedLake lake, Running ingest, String record, String status)
      throws Exception {
    done.add(Upload.OPERATION);
    Upload upload =
        Upload.begin(ingest, "readings", "application/x-ndjson")
            .put(record.getBytes(StandardCharsets.UTF_8));
    var _ = ingest.answer(Event.upload(Event.objectCreated(lake.bucket(), upload.key())));
    assertThat(upload.receipt(ingest).json().path("status").asText()).isEqualTo(status);
  }

  private void useQuery(Running query) throws Exception {
    Map<String, String> dataset = Map.of("dataset", "readings");
    call(query, Operation.LIST_DATASETS, Map.of(), "", 200);
    call(query, Operation.GET_DATASET, dataset, "", 200);
    call(query, Operation.GET_HISTORY, dataset, "", 200);
    call(query, Operation.POST_QUERY, Map.of(), "{\"sql\": \"SELECT * FROM readings\"}", 200);
    call(query, Operation.GET_RECORDS, dataset, "", 200);
    String link =
        call(
                query,
                Operation.POST_QUERY,
                Map.of(),
                "{\"sql\": \"SELECT md5(i::VARCHAR) FROM range(200000) r(i)\"}",
                303)
            .headers()
            .path("location")
            .asText();
    // Whoever has the link reads as the function may.
    try (HttpClient client = HttpClient.newHttpClient()) {
      var _ =
          client.send(
              HttpRequest.newBuilder(URI.create(link)).build(),
              HttpResponse.BodyHandlers.discarding());
    }
    call(query, Operation.GET_HEALTH, Map.of(), "", 200);
    call(query, Operation.GET_QUERY_HEALTH, Map.of(), "", 200);
  }

  private void queryWithAthena(DeployedLake lake) throws Exception {
    try (S3Store store = S3Store.open(lake.s3().configuration(lake.bucket()), Clock.systemUTC())) {
      ObjectKey result = new ObjectKey("queries/results/" + AthenaService.SUCCEEDED + ".csv");
      var _ = store.put(result, "\"value\"\n\"7\"\n".getBytes(StandardCharsets.UTF_8));
    }
    try (Running query =
        lake.function(QUERY)
            .start(
                Map.of("TARN_ATHENA_DATABASE", "tarn", "TARN_QUERY_ENGINE", "athena"),
                InitializationType.ON_DEMAND)) {
      assertThat(submit(query, "SELECT value FROM readings LIMIT 1"))
          .isEqualTo(AthenaService.SUCCEEDED);
      Map<String, String> succeeded = Map.of("queryId", AthenaService.SUCCEEDED);
      assertThat(
              call(query, Operation.GET_QUERY, succeeded, "", 200).json().at("/rows/0/0").asInt())
          .isEqualTo(7);
      Map<String, String> running =
          Map.of("queryId", submit(query, "SELECT value FROM readings LIMIT 2"));
      call(query, Operation.GET_QUERY, running, "", 202);
      call(query, Operation.DELETE_QUERY, running, "", 204);
    }
  }

  private String submit(Running query, String sql) throws Exception {
    return call(query, Operation.POST_QUERY, Map.of(), "{\"sql\": \"" + sql + "\"}", 202)
        .json()
        .path("queryId")
        .asText();
  }

  private void useExport(DeployedLake lake, Running export) throws Exception {
    Map<String, String> dataset = Map.of("dataset", "readings");
    Map<String, String> schedule = Map.of("dataset", "readings", "name", "daily");
    String id =
        call(export, Operation.POST_EXPORT, dataset, "{\"format\": \"csv\"}", 202)
            .json()
            .path("exportId")
            .asText();
    call(
        export,
        Operation.POST_EXPORT,
        dataset,
        "{\"format\": \"ndjson\", \"sql\": \"SELECT value FROM readings\"}",
        202);
    call(
        export,
        Operation.PUT_SCHEDULE,
        schedule,
        "{\"every\": \"day\", \"format\": \"csv\", \"from\": \"" + recentDay() + "\"}",
        201);
    call(export, Operation.GET_SCHEDULE, schedule, "", 200);
    call(export, Operation.LIST_SCHEDULES, dataset, "", 200);
    String job =
        call(
                export,
                Operation.POST_MAINTENANCE,
                dataset,
                "{\"tasks\": [\"compact\", \"expire\", \"audit\"]}",
                202)
            .json()
            .at("/jobs/0/jobId")
            .asText();
    call(export, Operation.POST_REPLAY, dataset, "{}", 202);
    runClock(lake, export);
    call(export, Operation.DELETE_SCHEDULE, schedule, "", 204);
    call(export, Operation.LIST_EXPORTS, dataset, "", 200);
    call(export, Operation.GET_EXPORT, Map.of("exportId", id), "", 200);
    call(export, Operation.GET_JOB, Map.of("jobId", job), "", 200);
    call(export, Operation.GET_METRICS, Map.of(), "", 200);
    call(export, Operation.GET_EXPORT_HEALTH, Map.of(), "", 200);

    // What was done by now, receipts and finished jobs included, is let go of.
    lake.s3().age(PAST);
    call(export, Operation.POST_MAINTENANCE, dataset, "{\"tasks\": [\"expire\"]}", 202);
    call(
        export,
        Operation.POST_MAINTENANCE,
        Map.of("dataset", "old"),
        "{\"tasks\": [\"expire\"]}",
        202);
    runJobs(lake, export);
  }

  /// Where a day begins that has ended, of which there are few since: each is a window to export.
  private static Instant recentDay() {
    return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
  }

  private static void runClock(DeployedLake lake, Running export) throws Exception {
    for (ClockTask task : ClockTask.values()) {
      var _ = export.answer(Event.clock(task.label()));
      runJobs(lake, export);
    }
  }

  private void exportWithAthena(DeployedLake lake) throws Exception {
    try (Running export =
        lake.function(EXPORT)
            .start(
                Map.of("TARN_ATHENA_DATABASE", "tarn", "TARN_QUERY_MAX_BYTES", "1"),
                InitializationType.ON_DEMAND)) {
      call(
          export,
          Operation.POST_EXPORT,
          Map.of("dataset", "readings"),
          "{\"format\": \"parquet\", \"sql\": \"SELECT * FROM readings\"}",
          202);
      runJobs(lake, export);
    }
  }

  private static boolean isListed(ActionCalled called, List<Permission> listed) {
    return listed.stream().anyMatch(permission -> permission.allows(called));
  }

  private static List<ActionCalled> called(DeployedLake lake) {
    Map<String, String> buckets = Map.of(lake.bucket(), "lake", lake.published(), "publish");
    List<ActionCalled> called = new ArrayList<>();
    for (Operation.Function function : Operation.Function.values()) {
      for (Service service : Service.values()) {
        for (Call call : lake.function(function).proxy(service).calls()) {
          called.addAll(
              service == Service.S3
                  ? ActionCalled.ofS3(function, call, buckets)
                  : List.of(ActionCalled.of(function, service, call)));
        }
      }
    }
    return called.stream().distinct().toList();
  }
}
