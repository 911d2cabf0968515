package dev.tarn.query.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub.Fault;
import dev.tarn.aws.JsonServiceStub.Refusal;
import dev.tarn.aws.Patience;
import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.aws.athena.AthenaStub;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.ProblemType;
import dev.tarn.query.QueryOrigin;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.RowCursor;
import dev.tarn.query.WarehouseQuery;
import dev.tarn.query.WarehouseState;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.athena.AthenaClient;

class AthenaWarehouseTest {
  private static final QueryOrigin ORIGIN = new QueryOrigin("ann", "a-key");
  private static final WarehouseQuery QUERY =
      new WarehouseQuery("SELECT ? AS a", List.of("x"), List.of());

  private final AthenaStub stub;
  private final AthenaClient client;
  private final AthenaWarehouse warehouse;

  AthenaWarehouseTest() throws IOException {
    stub = new AthenaStub();
    client =
        ServiceClients.client(
            AthenaClient.builder(),
            "us-east-1",
            Optional.of(stub.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            new Patience(
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofMillis(1),
                Duration.ofMillis(2)));
    warehouse =
        new AthenaWarehouse(
            client,
            new AthenaWarehouseSettings(
                new AthenaPlace("work", "AwsDataCatalog", "lake"),
                "bucket",
                "below",
                "queries/results/"));
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    client.close();
    stub.close();
    assertThat(stub.faults()).isEmpty();
  }

  @Test
  void asksAthenaForTheWholeQuery() {
    String id = warehouse.submit(QUERY, ORIGIN);

    JsonNode started = stub.started().getFirst();
    assertThat(started.path("QueryString").asText()).isEqualTo("\nSELECT ? AS a");
    assertThat(started.path("ExecutionParameters")).hasSize(1);
    assertThat(started.at("/ExecutionParameters/0").asText()).isEqualTo("'x'");
    assertThat(started.path("ClientRequestToken").asText())
        .isEqualTo(ORIGIN.token())
        .matches("[0-9a-f]{64}");
    assertThat(started.path("WorkGroup").asText()).isEqualTo("work");
    assertThat(started.at("/QueryExecutionContext/Catalog").asText()).isEqualTo("AwsDataCatalog");
    assertThat(started.path("QueryExecutionContext").has("Database")).isFalse();
    assertThat(started.at("/ResultConfiguration/OutputLocation").asText())
        .isEqualTo("s3://bucket/below/queries/results/");
    assertThat(warehouse.result(id).value()).isEqualTo("queries/results/" + id + ".csv");
  }

  @Test
  void givesNoParametersWhereThereAreNone() {
    var _ = warehouse.submit(new WarehouseQuery("SELECT 1", List.of(), List.of()), ORIGIN);

    assertThat(stub.started().getFirst().has("ExecutionParameters")).isFalse();
  }

  @Test
  void oneOriginStartsOneQueryEvenIfAnswersAreLost() {
    stub.plan(new Fault.Unanswered());
    stub.plan(new Fault.Broken());

    String id = warehouse.submit(QUERY, ORIGIN);

    assertThat(warehouse.submit(QUERY, ORIGIN)).isEqualTo(id);
    assertThat(stub.started()).hasSize(1);
    assertThat(warehouse.submit(QUERY, new QueryOrigin("bob", "a-key"))).isNotEqualTo(id);
    assertThat(warehouse.submit(QUERY, new QueryOrigin("ann", "b-key"))).isNotEqualTo(id);
  }

  @Test
  void theKeyOfAnotherQueryIsRefused() {
    var _ = warehouse.submit(QUERY, ORIGIN);

    assertThat(
            problem(() ->
                warehouse.submit(new WarehouseQuery("SELECT 2", List.of(), List.of()), ORIGIN)))
        .isEqualTo(new Problem.IdempotencyKeyReused("a-key"));
  }

  @Test
  void throttlingAndBrokenServersAreTriedAgain() {
    stub.plan(new Fault.Refused(400, "TooManyRequestsException"));
    stub.plan(new Fault.Refused(500, "InternalServerException"));
    String id = warehouse.submit(QUERY, ORIGIN);
    stub.plan(new Fault.Refused(400, "ThrottlingException"));
    assertThat(warehouse.state(id)).isEqualTo(new WarehouseState.Queued());
    stub.plan(new Fault.Unanswered());
    warehouse.cancel(id);

    assertThat(stub.asked()).hasSize(7);
  }

  @Test
  void endlessThrottlingMeansThatTheEngineIsUnavailable() {
    for (int i = 0; i < 3; i++) {
      stub.plan(new Fault.Refused(400, "TooManyRequestsException"));
    }

    Problem problem = problem(() -> warehouse.submit(QUERY, ORIGIN));

    assertThat(problem.type()).isEqualTo(ProblemType.ENGINE_UNAVAILABLE);
    assertThat(problem.retryAfterSeconds()).isPresent();
    assertThat(stub.started()).isEmpty();
  }

  @Test
  void whatIsMissingInAthenaIsNoFaultOfTheSql() {
    stub.refuseStarts(
        new Refusal(400, "InvalidRequestException", "WorkGroup work is not found.")
            .with("AthenaErrorCode", "INVALID_INPUT"));

    assertThat(problem(() -> warehouse.submit(QUERY, ORIGIN)).type())
        .isEqualTo(ProblemType.ENGINE_UNAVAILABLE);
    assertThat(problem(() -> warehouse.state("none")).type())
        .isEqualTo(ProblemType.ENGINE_UNAVAILABLE);
  }

  @Test
  void sqlThatAthenaCannotParseIsRefusedAtItsOwnPlace() {
    stub.refuseStarts(
        new Refusal(400, "InvalidRequestException", "line 3:5: mismatched input 'FORM'")
            .with("AthenaErrorCode", "MALFORMED_QUERY"));

    assertThat(problem(() -> warehouse.submit(QUERY, ORIGIN)))
        .isEqualTo(
            new Problem.SqlRefused("mismatched input 'FORM'", Optional.of(Place.position(2, 5))));
  }

  @Test
  void runsFromItsStartToItsEnd() {
    String id = warehouse.submit(QUERY, ORIGIN);
    assertThat(warehouse.state(id)).isEqualTo(new WarehouseState.Queued());

    stub.succeed(id, 7_000, 0);
    stub.bring(id, "RUNNING");
    assertThat(warehouse.state(id)).isEqualTo(new WarehouseState.Running(7_000));

    stub.succeed(id, 5_000_000_000L, 61_500);
    assertThat(warehouse.state(id))
        .isEqualTo(
            new WarehouseState.Succeeded(
                new WarehouseState.Usage(
                    5_000_000_000L, Duration.ofMillis(61_500), Duration.ZERO, Duration.ZERO)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAILED | 2 | COLUMN_NOT_FOUND: line 2:8: Column 'b' cannot be resolved"
            + " | sql-refused | Column 'b' cannot be resolved",
        "FAILED | 2 | Access Denied: s3://bucket/tables/x"
            + " | sql-refused | Access Denied: the store",
        "FAILED | 2 | Query exhausted resources at this scale factor"
            + " | query-too-large | Athena ended the query: Query exhausted resources at this"
            + " scale factor",
        "CANCELLED | 2 | Bytes scanned limit was exceeded"
            + " | query-too-large | Athena ended the query: Bytes scanned limit was exceeded",
        "FAILED | 2 | Query timeout" + " | query-too-large | Athena ran out of time: Query timeout",
        "FAILED | 1 | GENERIC_INTERNAL_ERROR: arn:aws:s3:::bucket"
            + " | engine-unavailable | Athena failed: GENERIC_INTERNAL_ERROR: a resource",
      })
  void aFailureIsAProblem(String state, int category, String reason, String code, String detail) {
    String id = warehouse.submit(QUERY, ORIGIN);
    ObjectNode status = stub.bring(id, state).put("StateChangeReason", reason);
    status.putObject("AthenaError").put("ErrorCategory", category);

    assertThat(warehouse.state(id))
        .isInstanceOfSatisfying(
            WarehouseState.Failed.class,
            failed -> {
              assertThat(failed.problem().type().code()).isEqualTo(code);
              assertThat(failed.problem().detail()).isEqualTo(detail);
            });
  }

  @Test
  void aFailureWithoutAReasonIsOneToo() {
    String id = warehouse.submit(QUERY, ORIGIN);
    stub.bring(id, "FAILED");

    assertThat(warehouse.state(id))
        .isEqualTo(new WarehouseState.Failed(new Problem.SqlRefused("no reason was given")));
  }

  @Test
  void aStoppedQueryIsCancelledAndOneThatEndedStays() {
    String id = warehouse.submit(QUERY, ORIGIN);
    stub.stopAt(1_800_000_000.5);

    warehouse.cancel(id);
    assertThat(warehouse.state(id))
        .isEqualTo(new WarehouseState.Cancelled(Instant.ofEpochMilli(1_800_000_000_500L)));

    stub.succeed(id, 1, 1);
    warehouse.cancel(id);
    assertThat(warehouse.state(id)).isInstanceOf(WarehouseState.Succeeded.class);
  }

  @Test
  void aStateThatIsNotKnownIsAFailureOfTheEngine() {
    String id = warehouse.submit(QUERY, ORIGIN);
    stub.bring(id, "PONDERING");

    assertThat(problem(() -> warehouse.state(id)).detail()).contains("PONDERING");
  }

  @Test
  void readsValuesOfEveryType() {
    List<String> columns =
        List.of(
            "b|boolean",
            "t|tinyint",
            "s|smallint",
            "i|integer",
            "l|bigint",
            "f|float",
            "r|real",
            "d|double",
            "n|decimal|20|3",
            "v|varchar",
            "c|char",
            "x|varbinary",
            "day|date",
            "at|time",
            "ts|timestamp",
            "tz|timestamp with time zone",
            "a|array",
            "m|map",
            "o|row",
            "j|json",
            "y|interval day to second");
    List<@Nullable String> values =
        Arrays.asList(
            "true",
            "-1",
            "300",
            "70000",
            "9223372036854775807",
            "1.5",
            "-Infinity",
            "NaN",
            "12345678901234567.125",
            "héllo",
            "",
            "00 ff 7f",
            "2026-01-31",
            "12:30:00.125",
            "2026-01-31 12:30:00.000",
            "2026-01-31 12:30:00.000 UTC",
            "[1, null]",
            "{a=1}",
            "{x=1, y=b}",
            "{\"a\":1}",
            "1 00:00:00.000");
    List<@Nullable String> nulls = Arrays.asList(new @Nullable String[columns.size()]);

    List<List<@Nullable Object>> rows = rows(columns, List.of(values, nulls));

    assertThat(rows.get(1)).containsOnlyNulls();
    assertThat(rows.getFirst().get(11)).isEqualTo(new byte[] {0, -1, 127});
    rows.getFirst().set(11, "bytes");
    assertThat(rows.getFirst())
        .containsExactly(
            true,
            -1L,
            300L,
            70_000L,
            Long.MAX_VALUE,
            1.5,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            new BigDecimal("12345678901234567.125"),
            "héllo",
            "",
            "bytes",
            LocalDate.of(2026, 1, 31),
            LocalTime.of(12, 30, 0, 125_000_000),
            LocalDateTime.of(2026, 1, 31, 12, 30),
            Instant.parse("2026-01-31T12:30:00Z"),
            "[1, null]",
            "{a=1}",
            "{x=1, y=b}",
            "{\"a\":1}",
            "1 00:00:00.000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31 12:30:00.000000 UTC",
        "2026-01-31 13:30:00.000 Europe/Berlin",
        "2026-01-31 14:30:00 +02:00",
      })
  void readsTimesOfEveryZone(String text) {
    assertThat(rows(List.of("tz|timestamp with time zone"), List.of(List.of(text))))
        .isEqualTo(List.of(List.of(Instant.parse("2026-01-31T12:30:00Z"))));
  }

  @Test
  void namesTypesAsAnswersOfTheFunctionDo() {
    String id = succeeded();
    stub.result(
        id,
        List.of(
            AthenaStub.page(
                List.of(
                    "f|float",
                    "n|decimal|20|3",
                    "x|varbinary",
                    "j|json",
                    "z|timestamp with time zone",
                    "a|array"),
                List.of(List.of("f", "n", "x", "j", "z", "a")))));

    try (RowCursor cursor = warehouse.rows(id)) {
      assertThat(cursor.columns())
          .extracting(ResultColumn::type)
          .containsExactly(
              "FLOAT", "DECIMAL(20,3)", "BLOB", "VARCHAR", "TIMESTAMP WITH TIME ZONE", "ARRAY");
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void readsPageAfterPage() {
    String id = succeeded();
    List<String> column = List.of("n|integer");
    stub.result(
        id,
        List.of(
            AthenaStub.page(column, List.of(List.of("n"), List.of("0"), List.of("1"))),
            AthenaStub.page(column, List.of()),
            AthenaStub.page(column, List.of(List.of("2"), List.of("3")))));
    stub.plan(new Fault.Unanswered());

    List<@Nullable Object> read = new ArrayList<>();
    try (RowCursor cursor = warehouse.rows(id)) {
      while (cursor.next()) {
        read.add(cursor.value(0));
      }
      assertThat(cursor.next()).isFalse();
    }

    assertThat(read).isEqualTo(IntStream.range(0, 4).mapToObj(Long::valueOf).toList());
    assertThat(stub.asked().stream().filter("GetQueryResults"::equals)).hasSize(4);
  }

  private List<List<@Nullable Object>> rows(
      List<String> columns, List<List<@Nullable String>> values) {
    String id = succeeded();
    List<List<@Nullable String>> table = new ArrayList<>();
    table.add(new ArrayList<>(columns));
    table.addAll(values);
    stub.result(id, List.of(AthenaStub.page(columns, table)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RowCursor cursor = warehouse.rows(id)) {
      while (cursor.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          row.add(cursor.value(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private String succeeded() {
    String id = warehouse.submit(QUERY, ORIGIN);
    stub.succeed(id, 1, 1);
    return id;
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable[] thrown = new Throwable[1];
    assertThatThrownBy(call)
        .isInstanceOf(ProblemException.class)
        .satisfies(each -> thrown[0] = each);
    return ((ProblemException) thrown[0]).problem();
  }
}
