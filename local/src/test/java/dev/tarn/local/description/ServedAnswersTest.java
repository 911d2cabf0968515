package dev.tarn.local.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.local.description.Answers.Request;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.query.WarehouseState;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the routes of datasets, ingest and query answer, compared with what the description says.
class ServedAnswersTest {
  static final String DEFINITION =
      """
      {"schema":{"type":"record","name":"R","fields":[\
      {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},\
      {"name":"net","type":"string"},{"name":"magnitude","type":"double"}]},\
      "eventTime":"time","clusterBy":["net"],"retentionDays":30,"description":"Quakes",\
      "rowAccess":{"column":"net","claim":"net"}}\
      """;

  static final String RECORDS =
      """
      {"time":"2018-01-31T01:49:59.650Z","net":"uw","magnitude":0.31}
      {"time":"2018-02-01T02:04:24.660Z","net":"mb","magnitude":1.35}
      """;

  private final ManualClock clock = new ManualClock(Instant.parse("2018-02-03T00:00:00Z"));
  private final ApiDescription description;

  @TempDir private Path scratch;
  private ServedLake lake;
  private Answers answers;

  ServedAnswersTest() throws IOException {
    this.description = ApiDescription.read();
  }

  @BeforeEach
  void serve() {
    lake = new ServedLake(scratch, clock);
    answers = new Answers(lake, description);
  }

  @Test
  void everyOperationIsServed() {
    Set<Operation> byFunctions = EnumSet.allOf(Operation.class);
    byFunctions.removeIf(Operation::isQueued);

    assertThat(lake.served()).isEqualTo(byFunctions);
  }

  @Test
  void whatSucceedsIsAnsweredAsDescribed() {
    answers.answered(201, put(DEFINITION));
    answers.answered(200, put(DEFINITION));
    answers.answered(201, post(RECORDS, "k"));
    ApiResponse replayed = answers.answered(201, post(RECORDS, "k"));
    assertThat(replayed.headers()).containsEntry("x-tarn-replayed", "true");
    String receipt = replayed.headers().getOrDefault("location", "");
    answers.answered(
        200,
        Request.of(Operation.GET_RECEIPT)
            .path("batchId", receipt.substring(receipt.lastIndexOf('/') + 1)));
    answers.answered(200, Request.of(Operation.GET_DATASET));
    answers.answered(200, Request.of(Operation.LIST_DATASETS));
    answers.answered(200, Request.of(Operation.GET_HISTORY));
    answers.answered(
        200, query("{\"sql\":\"SELECT net, magnitude, time FROM quakes ORDER BY 1\"}"));
    for (Operation health :
        Set.of(
            Operation.GET_HEALTH,
            Operation.GET_INGEST_HEALTH,
            Operation.GET_QUERY_HEALTH,
            Operation.GET_EXPORT_HEALTH)) {
      answers.answered(200, Request.of(health));
    }
  }

  @Test
  void rowsOnLinesCarryTheirStatisticsInAHeader() {
    answers.answered(201, put(DEFINITION));

    ApiResponse answer =
        answers.answered(
            200,
            query("{\"sql\":\"SELECT count(*) AS n FROM quakes\"}")
                .header("accept", "application/x-ndjson"));

    assertThat(
            SchemaCheck.faults(
                description,
                description.at("/components/schemas/QueryStatistics"),
                Answers.json(answer.headers().getOrDefault("x-tarn-stats", ""))))
        .isEmpty();
  }

  @Test
  void whatIsHandedOverIsAnsweredAsDescribed() {
    answers.answered(201, put(DEFINITION));
    String sql = "{\"engine\":\"athena\",\"sql\":\"SELECT count(*) AS n FROM quakes\"}";
    answers.answered(202, query(sql));
    answers.answered(202, submitted(Operation.GET_QUERY));

    lake.warehouse().become(new WarehouseState.Running(5));
    answers.answered(202, submitted(Operation.GET_QUERY));
    answers.answered(204, submitted(Operation.DELETE_QUERY));

    lake.warehouse().become(new WarehouseState.Cancelled(clock.instant()));
    answers.answered(200, submitted(Operation.GET_QUERY));

    lake.warehouse()
        .become(
            new WarehouseState.Failed(
                new Problem.SqlRefused("no", Optional.of(Place.position(1, 2)))));
    answers.answered(200, submitted(Operation.GET_QUERY));

    lake.warehouse()
        .become(
            new WarehouseState.Succeeded(
                new WarehouseState.Usage(
                    1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1))));
    var _ = lake.store().put(lake.warehouse().result(ServedWarehouse.ID), new byte[] {'n', '\n'});
    answers.answered(200, submitted(Operation.GET_QUERY));
    answers.answered(200, submitted(Operation.GET_QUERY).header("accept", "application/x-ndjson"));
    answers.answered(303, submitted(Operation.GET_QUERY).header("accept", "text/csv"));
    answers.answered(406, submitted(Operation.GET_QUERY).header("accept", "text/html"));
    answers.answered(400, submitted(Operation.GET_QUERY).query("verbose", "1"));
    answers.answered(400, submitted(Operation.DELETE_QUERY).query("verbose", "1"));
    answers.answered(404, Request.of(Operation.GET_QUERY).path("queryId", "none"));
    answers.answered(404, Request.of(Operation.DELETE_QUERY).path("queryId", "none"));
  }

  private static Request submitted(Operation operation) {
    return Request.of(operation).path("queryId", ServedWarehouse.ID);
  }

  @Test
  void aDamagedDatasetIsAnsweredAsDescribed() {
    answers.answered(201, put(DEFINITION));
    answers.answered(201, post(RECORDS, "k"));
    lake.store()
        .delete(List.of(new ObjectKey("tables/quakes/_delta_log/00000000000000000000.json")));
    Answers later = new Answers(lake.reopened(), description);

    later.answered(500, Request.of(Operation.GET_DATASET));
    assertThat(
            later
                .document(200, Request.of(Operation.LIST_DATASETS))
                .at("/datasets/0/damaged")
                .asBoolean())
        .isTrue();
  }

  @Test
  void whatFailsOfDatasetsIsAnsweredAsDescribed() {
    answers.answered(404, Request.of(Operation.GET_DATASET));
    answers.answered(404, Request.of(Operation.GET_HISTORY));
    answers.answered(412, put(DEFINITION).header("if-match", "*"));
    answers.answered(201, put(DEFINITION));
    answers.answered(400, put("{"));
    answers.answered(400, put("{}"));
    answers.answered(409, put(DEFINITION.replace("\"double\"", "\"int\"")));
    answers.answered(413, put(" ".repeat(1_100_000)));
    answers.answered(415, put(DEFINITION).header("content-type", "text/csv"));
    answers.answered(422, put(DEFINITION.replace("\"double\"", "[\"int\"]")));
  }

  @Test
  void whatFailsOfIngestIsAnsweredAsDescribed() {
    answers.answered(404, post(RECORDS, "k"));
    answers.answered(201, put(DEFINITION));
    answers.answered(400, post("{", "a"));
    answers.answered(400, post(RECORDS, "two words"));
    answers.answered(413, post(" ".repeat(6_300_000), "b"));
    answers.answered(415, post(RECORDS, "k").header("content-type", "application/xml"));
    answers.answered(422, post("{\"time\":1,\"colour\":2}", "c"));
    answers.answered(404, Request.of(Operation.GET_RECEIPT).path("batchId", "never-seen"));
  }

  @Test
  void whatFailsOfQueriesIsAnsweredAsDescribed() {
    answers.answered(201, put(DEFINITION));
    answers.answered(400, query("{\"sql\":\"DROP TABLE quakes\"}"));
    answers.answered(400, query("{\"limit\":5}"));
    answers.answered(404, query("{\"sql\":\"SELECT * FROM nothing\"}"));
    answers.answered(404, query("{\"sql\":\"SELECT * FROM quakes\",\"asOf\":{\"quakes\":99}}"));
    answers.answered(
        406, query("{\"sql\":\"SELECT 1 FROM quakes\"}").header("accept", "text/html"));
    answers.answered(413, query("{\"sql\":\"SELECT * FROM range(5000)\"}"));
    answers.answered(
        415, query("{\"sql\":\"SELECT 1 FROM quakes\"}").header("content-type", "text/plain"));
  }

  @Test
  void pagesAndLinksAreAnsweredAsDescribed() {
    answers.answered(201, put(DEFINITION));
    answers.answered(201, post(RECORDS, "k"));
    answers.document(200, Request.of(Operation.GET_RECORDS));
    answers.answered(
        303,
        query("{\"sql\":\"SELECT sha256(i::VARCHAR) || repeat('x', 900) FROM range(500) r(i)\"}"));
  }

  private static Request put(String definition) {
    return Request.of(Operation.PUT_DATASET).body(definition);
  }

  private static Request post(String records, String key) {
    return Request.of(Operation.POST_RECORDS)
        .body(records)
        .header("content-type", "application/x-ndjson")
        .header("idempotency-key", key);
  }

  private static Request query(String body) {
    return Request.of(Operation.POST_QUERY).body(body);
  }
}
