package dev.tarn.export.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.aws.JsonServiceStub.Fault;
import dev.tarn.aws.JsonServiceStub.Refusal;
import dev.tarn.aws.Patience;
import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.athena.AthenaStub;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.UnloadRequest;
import dev.tarn.export.UnloadState;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.athena.AthenaClient;

class AthenaUnloadTest {
  private static final String SQL = "SELECT place FROM earthquakes";
  private static final String TOKEN = "earthquakes.export.daily.2026-01-31.1";
  private static final AthenaSettings SETTINGS =
      new AthenaSettings(
          "exports",
          "AwsDataCatalog",
          "lake",
          "publish",
          "data",
          Optional.of("s3://athena-results/exports/"));

  private final AthenaStub stub;
  private final AthenaClient client;
  private final AthenaUnload unload;

  AthenaUnloadTest() throws IOException {
    stub = new AthenaStub();
    client =
        ServiceClients.client(
            AthenaClient.builder(),
            "eu-central-1",
            Optional.of(stub.endpoint()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            new Patience(
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofMillis(1),
                Duration.ofMillis(2)));
    unload = new AthenaUnload(client, SETTINGS);
  }

  @AfterEach
  void noRequestBrokeTheRules() {
    client.close();
    stub.close();
    assertThat(stub.faults()).isEmpty();
  }

  @Test
  void asksAthenaForTheWholeUnload() {
    var _ = unload.start(request(TOKEN));

    JsonNode started = stub.started().getFirst();
    assertThat(started.path("QueryString").asText())
        .isEqualTo(
            """
            UNLOAD (
            SELECT place FROM earthquakes
            )
            TO 's3://publish/data/exports/earthquakes/daily/2026-01-31/'
            WITH (format = 'PARQUET', compression = 'ZSTD')\
            """);
    assertThat(started.path("ClientRequestToken").asText()).isEqualTo(TOKEN);
    assertThat(started.path("WorkGroup").asText()).isEqualTo("exports");
    assertThat(started.path("QueryExecutionContext").path("Catalog").asText())
        .isEqualTo("AwsDataCatalog");
    assertThat(started.path("QueryExecutionContext").path("Database").asText()).isEqualTo("lake");
    assertThat(started.path("ResultConfiguration").path("OutputLocation").asText())
        .isEqualTo("s3://athena-results/exports/");
  }

  @Test
  void leavesTheResultsPlaceToTheWorkGroup() {
    AthenaSettings plain =
        new AthenaSettings("primary", "AwsDataCatalog", "lake", "publish", "", Optional.empty());
    var _ = new AthenaUnload(client, plain).start(request(TOKEN));

    JsonNode started = stub.started().getFirst();
    assertThat(started.has("ResultConfiguration")).isFalse();
    assertThat(started.path("QueryString").asText())
        .contains("TO 's3://publish/exports/earthquakes/");
  }

  @Test
  void runsFromItsStartToItsEnd() {
    String id = unload.start(request(TOKEN));
    assertThat(unload.state(id)).isEqualTo(new UnloadState.Running());

    stub.bring(id, "RUNNING");
    assertThat(unload.state(id)).isEqualTo(new UnloadState.Running());

    stub.succeed(id, 5_000_000_000L, 61_500);
    assertThat(unload.state(id))
        .isEqualTo(new UnloadState.Succeeded(5_000_000_000L, Duration.ofMillis(61_500)));
  }

  @Test
  void theSameTokenStartsNothingTwice() {
    String first = unload.start(request(TOKEN));

    assertThat(unload.start(request(TOKEN))).isEqualTo(first);
    assertThat(unload.start(request(TOKEN + "-other"))).isNotEqualTo(first);
    assertThat(stub.started()).hasSize(2);
  }

  @Test
  void aStartWhoseAnswerWasLostStartsNothingTwice() {
    stub.plan(new Fault.Unanswered());
    stub.plan(new Fault.Broken());

    String id = unload.start(request(TOKEN));

    assertThat(unload.state(id)).isEqualTo(new UnloadState.Running());
    assertThat(stub.started()).hasSize(1);
    assertThat(stub.asked())
        .containsExactly(
            "StartQueryExecution",
            "StartQueryExecution",
            "StartQueryExecution",
            "GetQueryExecution");
  }

  @Test
  void aStartThatNeverGotAnAnswerIsFoundLater() {
    for (int i = 0; i < 3; i++) {
      stub.plan(new Fault.Unanswered());
    }
    assertThatThrownBy(() -> unload.start(request(TOKEN)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("starting the unload exports/earthquakes/daily/2026-01-31: ")
        .hasMessageEndingWith("after 3 attempts");

    assertThat(unload.start(request(TOKEN))).isEqualTo("query-1");
    assertThat(stub.started()).hasSize(1);
  }

  @Test
  void aTokenOfAnotherRequestIsAFailure() {
    var _ = unload.start(request(TOKEN));

    UnloadRequest other = request(TOKEN, SQL + " WHERE true");
    assertThatThrownBy(() -> unload.start(other)).isInstanceOf(StoreException.class);
    assertThat(stub.started()).hasSize(1);
  }

  @Test
  void throttlingAndBrokenServersAreTriedAgain() {
    stub.plan(new Fault.Refused(400, "TooManyRequestsException"));
    stub.plan(new Fault.Refused(500, "InternalServerException"));
    String id = unload.start(request(TOKEN));
    stub.plan(new Fault.Refused(400, "ThrottlingException"));
    assertThat(unload.state(id)).isEqualTo(new UnloadState.Running());

    assertThat(stub.asked()).hasSize(5);
  }

  @Test
  void endlessThrottlingIsTheStoresFailure() {
    for (int i = 0; i < 3; i++) {
      stub.plan(new Fault.Refused(400, "TooManyRequestsException"));
    }

    assertThatThrownBy(() -> unload.start(request(TOKEN)))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("HTTP 400 TooManyRequestsException after 3 attempts");
    assertThat(stub.started()).isEmpty();
  }

  @Test
  void sqlThatAthenaCannotParseIsRefusedAtItsOwnPlace() {
    stub.refuseStarts(
        new Refusal(400, "InvalidRequestException", "line 3:5: mismatched input 'FORM'")
            .with("AthenaErrorCode", "MALFORMED_QUERY"));

    assertThat(problem(request(TOKEN)))
        .isEqualTo(
            new Problem.SqlRefused("mismatched input 'FORM'", Optional.of(Place.position(2, 5))));
  }

  @Test
  void aWorkGroupThatIsNotThereIsNoFaultOfTheSql() {
    stub.refuseStarts(
        new Refusal(400, "InvalidRequestException", "WorkGroup exports is not found.")
            .with("AthenaErrorCode", "INVALID_INPUT"));

    assertThatThrownBy(() -> unload.start(request(TOKEN)))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("HTTP 400 InvalidRequestException");
  }

  @Test
  void aFailedQuerySaysWhyWithoutPlaces() {
    String id = unload.start(request(TOKEN));
    ObjectNode status = stub.bring(id, "FAILED");
    status.put(
        "StateChangeReason",
        "HIVE_PATH_ALREADY_EXISTS: Target directory 's3://publish/data/exports' already\nexists");
    status.putObject("AthenaError").put("ErrorCategory", 2).put("Retryable", false);

    assertThat(unload.state(id))
        .isEqualTo(
            new UnloadState.Failed(
                "HIVE_PATH_ALREADY_EXISTS: Target directory 'the store' already exists", false));
  }

  @Test
  void aFailureOfAthenasOwnMayFareBetterLater() {
    String id = unload.start(request(TOKEN));
    stub.bring(id, "FAILED").putObject("AthenaError").put("ErrorCategory", 1);
    assertThat(unload.state(id)).isEqualTo(new UnloadState.Failed("no reason was given", true));

    stub.bring(id, "FAILED")
        .putObject("AthenaError")
        .put("ErrorCategory", 3)
        .put("Retryable", true)
        .put("ErrorMessage", "exhausted ".repeat(100));
    assertThat(unload.state(id))
        .isInstanceOfSatisfying(
            UnloadState.Failed.class,
            failed -> {
              assertThat(failed.retryable()).isTrue();
              assertThat(failed.reason()).hasSize(501).startsWith("exhausted exhausted");
            });
  }

  @Test
  void aCancelledQueryHasFailed() {
    String id = unload.start(request(TOKEN));

    stub.bring(id, "CANCELLED");

    assertThat(unload.state(id)).isEqualTo(new UnloadState.Failed("it was cancelled", false));
  }

  @Test
  void aQueryThatIsNotThereIsAFailure() {
    assertThatThrownBy(() -> unload.state("none")).isInstanceOf(StoreException.class);
  }

  @Test
  void aStateThatIsNotKnownIsAFailure() {
    String id = unload.start(request(TOKEN));
    stub.bring(id, "PONDERING");

    assertThatThrownBy(() -> unload.state(id))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("PONDERING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too-short", "with a space in it, and long enough otherwise"})
  void otherTokensAreRefused(String token) {
    assertThatThrownBy(() -> request(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + token + "'");
  }

  private Problem problem(UnloadRequest request) {
    try {
      throw new AssertionError("started as " + unload.start(request));
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  private static UnloadRequest request(String token) {
    return request(token, SQL);
  }

  private static UnloadRequest request(String token, String sql) {
    return new UnloadRequest(
        token, sql, new ObjectKey("exports/earthquakes/daily/2026-01-31"), ExportCompression.ZSTD);
  }
}
