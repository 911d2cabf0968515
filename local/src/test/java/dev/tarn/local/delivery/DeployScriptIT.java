package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import dev.tarn.local.delivery.Command.Ended;
import dev.tarn.local.delivery.Command.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the deploy script against an imitation of AWS, and has each of its calls fail.
class DeployScriptIT {
  private static final Path PLACEHOLDER =
      Command.REPOSITORY.resolve("infra/placeholder/placeholder.zip");
  private static final String KEY = "ingest/" + DeployScript.COMMIT + ".zip";
  private static final String BROKEN = "An error occurred (ServiceException): broken";

  @TempDir private Path scratch;
  private FakeAws aws;
  private ArrangedCalls calls;
  private DeployScript script;
  private Path archive;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws("ingest", FakeAws.sha256(PLACEHOLDER));
    calls = new ArrangedCalls(aws);
    script = new DeployScript(scratch, calls);
    archive = script.archive("new");
  }

  @AfterEach
  void stop() {
    script.close();
  }

  /// A version that was deployed before is live.
  private void deployedBefore() {
    aws.live(4, "before", "commit 4 is version 4; before it version 3");
  }

  /// Deploys, and watches for a minute: two looks, and one after all calls go to the new version.
  private Ended deploy(String... more) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--wait-minutes", "1"));
    options.addAll(List.of(more));
    return script.deploy(Optional.of(archive), options.toArray(String[]::new));
  }

  private void assertServedAsBefore(Ended ended, int code) {
    assertThat(ended.code()).describedAs(ended.all()).isEqualTo(code);
    assertThat(aws.alias().version()).describedAs(ended.all()).isEqualTo("4");
    assertThat(aws.alias().weights()).isEmpty();
    assertThat(aws.alias().description()).isEqualTo("commit 4 is version 4; before it version 3");
  }

  @Test
  void aTenthOfTheCallsGoesToTheNewVersionThenAll() throws Exception {
    deployedBefore();
    FakeAws.Alias[] shifted = new FakeAws.Alias[1];
    calls.before("update-alias", 2, () -> shifted[0] = aws.alias());

    Ended ended = script.deploy(Optional.of(archive));

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(shifted[0].version()).isEqualTo("4");
    assertThat(shifted[0].weights()).isEqualTo(Map.of("5", 0.1));
    assertThat(aws.alias().version()).isEqualTo("5");
    assertThat(aws.alias().weights()).isEmpty();
    assertThat(aws.alias().description())
        .isEqualTo("commit " + DeployScript.COMMIT + " is version 5; before it version 4");
    assertThat(aws.versions())
        .hasEntrySatisfying(
            5,
            version ->
                assertThat(version.description()).isEqualTo("commit " + DeployScript.COMMIT));
    assertThat(aws.objects()).containsEntry(KEY, FakeAws.sha256(archive));
    assertThat(calls.changes())
        .containsExactly(
            "put-object",
            "update-function-code",
            "publish-version",
            "update-alias",
            "update-alias");
    // Ten looks in five minutes, and one after all calls go to the new version.
    assertThat(calls.pauses(30)).isEqualTo(11);
    assertThat(ended.output()).contains("10 % of the calls go to version 5, for 5 min");
  }

  @Test
  void percentAndTimeAreAsAsked() throws Exception {
    deployedBefore();
    FakeAws.Alias[] shifted = new FakeAws.Alias[1];
    calls.before("update-alias", 2, () -> shifted[0] = aws.alias());

    assertThat(deploy("--percent", "25").code()).isZero();

    assertThat(shifted[0].weights()).isEqualTo(Map.of("5", 0.25));
    assertThat(calls.pauses(30)).isEqualTo(3);
  }

  @Test
  void thePlaceholderIsReplacedAtOnce() throws Exception {
    Ended ended = deploy();

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(aws.alias().version()).isEqualTo("2");
    assertThat(calls.changes()).filteredOn("update-alias"::equals).hasSize(1);
  }

  @Test
  void aFunctionWithoutSnapshotIsDeployedToo() throws Exception {
    deployedBefore();
    aws.startsWithoutSnapshot();

    assertThat(deploy().code()).isZero();
    assertThat(aws.alias().version()).isEqualTo("5");
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    deployedBefore();
    assertThat(deploy().code()).isZero();
    FakeAws.Alias alias = aws.alias();

    Ended again = deploy();

    assertThat(again.code()).describedAs(again.all()).isZero();
    assertThat(again.output()).contains("live is at version 5 already");
    assertThat(aws.alias()).isEqualTo(alias);
    assertThat(aws.versions()).hasSize(3);
  }

  @Test
  void whatIsKeptForACommitIsDeployedWithoutItsArchive() throws Exception {
    deployedBefore();
    aws.keep(KEY, "kept");

    assertThat(script.deploy(Optional.empty()).code()).isZero();

    assertThat(calls.changes()).doesNotContain("put-object");
    assertThat(aws.versions())
        .hasEntrySatisfying(5, version -> assertThat(version.sha()).isEqualTo("kept"));
  }

  @Test
  void aCommitOfWhichNothingIsKeptIsNotDeployed() throws Exception {
    deployedBefore();

    Ended ended = script.deploy(Optional.empty());

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("there is no archive to be had at s3://archives/" + KEY);
    assertThat(calls.changes()).isEmpty();
  }

  @Test
  void otherBytesOfTheSameCommitAreRefused() throws Exception {
    deployedBefore();
    aws.keep(KEY, "other");

    Ended ended = deploy();

    assertServedAsBefore(ended, 3);
    assertThat(ended.errors()).contains("holds other bytes").contains("never overwritten");
    assertThat(aws.objects()).containsEntry(KEY, "other");
    assertThat(calls.changes()).containsExactly("put-object");
  }

  @Test
  void theVersionIsAskedItsHealthAsAnHttpApiWould() throws Exception {
    deployedBefore();
    assertThat(deploy().code()).isZero();

    JsonNode event = aws.invocations().getFirst();
    assertThat(event.path("routeKey").asText()).isEqualTo(Operation.GET_INGEST_HEALTH.routeKey());
    assertThat(IngestHealth.answer(event).path("statusCode").asInt()).isEqualTo(200);
    aws.answersHealth(IngestHealth.answer(event).toString());
    archive = script.archive("newer");
    assertThat(script.deploy(Optional.of(archive), "--commit", "f".repeat(40)).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":503,\"body\":\"{}\"}",
        "{\"statusCode\":200,\"body\":\"{\\\"status\\\":\\\"ok\\\",\\\"function\\\":\\\"query\\\"}\"}",
        "{\"errorMessage\":\"out of memory\"}",
        "null",
        ""
      })
  void aVersionThatIsNotWellIsNeverLive(String answer) throws Exception {
    deployedBefore();
    aws.answersHealth(answer);

    Ended ended = deploy();

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("version 5 of tarn-dev-ingest is not well");
    assertThat(calls.changes()).doesNotContain("update-alias");
  }

  @Test
  void aVersionThatFailsOnceIsAskedAgain() throws Exception {
    deployedBefore();
    calls.failAt("invoke", 1, "An error occurred (TooManyRequestsException)");

    assertThat(deploy().code()).isZero();
  }

  @Test
  void aVersionThatDoesNotStartIsNeverLive() throws Exception {
    deployedBefore();
    aws.state("5", "Failed");

    Ended ended = deploy();

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("failed to start: as the test wants it");
  }

  @Test
  void aVersionThatIsNeverReadyIsGivenUp() throws Exception {
    deployedBefore();
    aws.state("5", "Waiting");

    Ended ended = deploy();

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("is not ready after 900 s");
  }

  @ParameterizedTest
  @CsvSource({
    "get-alias, 1",
    "describe-alarms, 1",
    "put-object, 1",
    "head-object, 1",
    "get-function-configuration, 1",
    "update-function-code, 1",
    "get-function-configuration, 2",
    "publish-version, 1",
    "get-function-configuration, 4",
    "invoke, 1"
  })
  void aCallThatFailsBeforeTheShiftLeavesLiveAlone(String operation, int nth) throws Exception {
    deployedBefore();
    calls.failFrom(operation, nth, BROKEN);

    Ended ended = deploy();

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("broken");
    assertThat(calls.operations()).doesNotContain("update-alias");
  }

  @ParameterizedTest
  @CsvSource({"update-alias, 1", "describe-alarms, 2", "describe-alarms, 3", "describe-alarms, 4"})
  void aCallThatFailsFromTheShiftOnBringsLiveBack(String operation, int nth) throws Exception {
    deployedBefore();
    for (int i = nth; i < nth + 3; i++) {
      calls.failAt(operation, i, BROKEN);
    }

    Ended ended = deploy();

    assertServedAsBefore(ended, 4);
    assertThat(ended.errors()).contains("broken");
  }

  @Test
  void theSecondStepFailingBringsLiveBack() throws Exception {
    deployedBefore();
    calls.failAt("update-alias", 2, BROKEN);

    assertServedAsBefore(deploy(), 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aShiftWhoseAnswerIsLostGoesOn(int nth) throws Exception {
    deployedBefore();
    calls.loseAnswerAt("update-alias", nth);

    Ended ended = deploy();

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(aws.alias().version()).isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource({
    "tarn-dev-ingest-errors, 1",
    "tarn-dev-ingest-damaged, 2",
    "tarn-dev-api-errors, 1",
    "tarn-dev-api-latency, 3"
  })
  void anAlarmThatRingsBringsLiveBack(String alarm, int look) throws Exception {
    deployedBefore();
    // The first look is before anything changes.
    calls.before("describe-alarms", look + 1, () -> aws.alarm(alarm, "ALARM"));

    Ended ended = deploy();

    assertServedAsBefore(ended, 4);
    assertThat(ended.errors())
        .contains("alarms ring: [\"" + alarm + "\"]")
        .contains("rolled back: all calls go to version 4 again");
  }

  @Test
  void anAlarmThatIsGoneBringsLiveBack() throws Exception {
    deployedBefore();
    calls.before("describe-alarms", 3, () -> aws.removeAlarm("tarn-dev-ingest-store"));

    Ended ended = deploy();

    assertServedAsBefore(ended, 4);
    assertThat(ended.errors()).contains("there is no alarm tarn-dev-ingest-store");
  }

  @Test
  void aRollBackIsTriedAgain() throws Exception {
    deployedBefore();
    calls.before("describe-alarms", 3, () -> aws.alarm("tarn-dev-ingest-errors", "ALARM"));
    calls.failAt("update-alias", 2, BROKEN);
    calls.failAt("get-alias", 3, BROKEN);

    assertServedAsBefore(deploy(), 4);
  }

  @Test
  void aRollBackThatFailsAsksForAPerson() throws Exception {
    deployedBefore();
    calls.before("describe-alarms", 3, () -> aws.alarm("tarn-dev-ingest-errors", "ALARM"));
    calls.failFrom("update-alias", 2, BROKEN);

    Ended ended = deploy();

    assertThat(ended.code()).isEqualTo(5);
    assertThat(ended.errors())
        .contains(
            "infra/deploy --rollback --environment dev --function ingest --version 4 --force");
  }

  @Test
  void alarmsThatRingBeforeRefuseADeploy() throws Exception {
    deployedBefore();
    aws.alarm("tarn-dev-ingest-throttles", "ALARM");

    Ended ended = deploy();

    assertServedAsBefore(ended, 3);
    assertThat(ended.errors()).contains("tarn-dev-ingest-throttles").contains("--force");
    assertThat(calls.changes()).isEmpty();
  }

  @Test
  void forceWatchesTheOthers() throws Exception {
    deployedBefore();
    aws.alarm("tarn-dev-ingest-throttles", "ALARM");
    assertThat(deploy("--force").code()).isZero();

    aws.live(4, "before", "commit 4 is version 4; before it version 3");
    archive = script.archive("newer");
    calls.before("describe-alarms", 6, () -> aws.alarm("tarn-dev-ingest-errors", "ALARM"));
    assertServedAsBefore(deploy("--force", "--commit", "a".repeat(40)), 4);
  }

  @Test
  void aMissingAlarmFailsADeployBeforeAnythingChanges() throws Exception {
    deployedBefore();
    aws.removeAlarm("tarn-dev-api-errors");

    Ended ended = deploy("--force");

    assertServedAsBefore(ended, 1);
    assertThat(ended.errors()).contains("there is no alarm tarn-dev-api-errors");
    assertThat(calls.changes()).isEmpty();
  }

  @Test
  void aDeployUnderWayRefusesAnother() throws Exception {
    deployedBefore();
    aws.versions().put(5, new FakeAws.Version("other", ""));
    aws.pointAlias("4", Map.of("5", 0.1));

    Ended ended = deploy();

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors()).contains("--abort");
    assertThat(aws.alias().weights()).isEqualTo(Map.of("5", 0.1));
  }

  @Test
  void whoComesSecondLeavesTheFirstAlone() throws Exception {
    deployedBefore();
    aws.versions().put(9, new FakeAws.Version("other", ""));
    calls.before("update-alias", 1, () -> aws.pointAlias("4", Map.of("9", 0.5)));

    Ended ended = deploy();

    assertThat(ended.code()).describedAs(ended.all()).isEqualTo(3);
    assertThat(aws.alias().weights()).isEqualTo(Map.of("9", 0.5));
  }

  @Test
  void aPersonWhoPointsLiveElsewhereMeanwhileIsObeyed() throws Exception {
    deployedBefore();
    calls.before("update-alias", 2, () -> aws.pointAlias("1", Map.of()));

    Ended ended = deploy();

    assertThat(ended.code()).isEqualTo(4);
    assertThat(aws.alias().version()).isEqualTo("1");
    assertThat(ended.errors()).contains("another has pointed live to version 1");
  }

  @Test
  void codeThatAnotherDeployPutThereIsNotPublished() throws Exception {
    deployedBefore();
    calls.before("publish-version", 1, () -> aws.setCode("another's"));

    Ended ended = deploy();

    assertServedAsBefore(ended, 1);
    assertThat(aws.versions()).doesNotContainKey(5);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, 3", "TERM, 143, 4", "HUP, 129, 3", "TERM, 143, 5", "TERM, 143, 1"})
  void aSignalBringsLiveBack(String signal, int code, int pause) throws Exception {
    deployedBefore();
    CompletableFuture<Long> pid = new CompletableFuture<>();
    calls.before("pause", pause, () -> kill(signal, pid.join()));

    // Pauses are one for the code, one for the version, and one before each look.
    Running running = script.startDeploy(Optional.of(archive), "--wait-minutes", "1");
    pid.complete(running.process().pid());
    Ended ended = running.await();

    assertServedAsBefore(ended, code);
    assertThat(ended.errors()).contains("stopped by SIG" + signal);
  }

  private static void kill(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingIsLeftOnTheDisk() throws Exception {
    deployedBefore();
    deploy();

    try (var files = Files.list(scratch)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("tmp."));
    }
  }

  @Test
  void whatIsMisspelledIsToldAndNothingIsCalled() throws Exception {
    for (List<String> arguments :
        List.of(
            List.of("--commit", "main", "--bucket", "archives"),
            List.of("--commit", DeployScript.COMMIT),
            List.of("--commit", DeployScript.COMMIT, "--bucket", "archives", "--percent", "100"),
            List.of("--commit", DeployScript.COMMIT, "--bucket", "a/b"),
            List.of("--commit", DeployScript.COMMIT, "--bucket", "archives", "--archive", "none"),
            List.of("--rollback", "--commit", DeployScript.COMMIT),
            List.of("--rollback", "--version", "$LATEST"),
            List.of("--rollback", "--abort"),
            List.of("--function", "ingest; id"),
            List.of("--what"))) {
      Ended ended = script.run(arguments.toArray(String[]::new));

      assertThat(ended.code()).describedAs(arguments + ended.all()).isEqualTo(2);
      assertThat(ended.errors()).startsWith("deploy: ").contains("--help");
    }
    assertThat(calls.operations()).isEmpty();
  }

  @Test
  void helpNamesEveryOptionAndExitCode() throws Exception {
    String help = script.run("--help").output();

    assertThat(help)
        .contains("--environment", "--function", "--commit", "--bucket", "--archive", "--percent")
        .contains("--wait-minutes", "--force", "--rollback", "--version", "--abort", "--region")
        .contains("Exit codes:", "  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "  5  ", "130, 143");
  }
}
