package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.delivery.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes deploys back with the deploy script, against an imitation of AWS.
class RollbackScriptIT {
  @TempDir private Path scratch;
  private FakeAws aws;
  private ArrangedCalls calls;
  private DeployScript script;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws("ingest", "placeholder");
    aws.live(4, "before", "commit 4 is version 4; before it version 3");
    calls = new ArrangedCalls(aws);
    script = new DeployScript(scratch, calls);
    // Version 3 is there, and was never deployed.
    aws.versions().put(3, new FakeAws.Version("configuration", FakeAws.MADE_BY_TERRAFORM));
  }

  @AfterEach
  void stop() {
    script.close();
  }

  @Test
  void liveGoesBackToWhatWasLiveBefore() throws Exception {
    assertThat(script.deploy(Optional.of(script.archive("new")), "--wait-minutes", "0").code())
        .isZero();
    assertThat(aws.alias().version()).isEqualTo("5");

    Ended ended = script.run("--rollback");

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(aws.alias().version()).isEqualTo("4");
    assertThat(aws.alias().description()).isEqualTo("version 4; rolled back from version 5");
  }

  @Test
  void aSecondRollbackNeedsAVersion() throws Exception {
    assertThat(script.run("--rollback").code()).isZero();
    assertThat(aws.alias().version()).isEqualTo("3");

    Ended again = script.run("--rollback");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.errors()).contains("--version");
    assertThat(aws.alias().version()).isEqualTo("3");

    assertThat(script.run("--rollback", "--version", "1").code()).isZero();
    assertThat(aws.alias().version()).isEqualTo("1");
  }

  @Test
  void aRollbackDuringAShiftEndsTheShift() throws Exception {
    aws.pointAlias("4", Map.of("3", 0.1));

    assertThat(script.run("--rollback").code()).isZero();

    assertThat(aws.alias().version()).isEqualTo("4");
    assertThat(aws.alias().weights()).isEmpty();
  }

  @Test
  void aVersionThatIsNotThereIsRefused() throws Exception {
    Ended ended = script.run("--rollback", "--version", "77");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(aws.alias().version()).isEqualTo("4");
  }

  @Test
  void aVersionThatIsNotWellTakesForce() throws Exception {
    aws.answersHealth("{\"statusCode\":503,\"body\":\"{}\"}");

    assertThat(script.run("--rollback").code()).isEqualTo(1);
    assertThat(aws.alias().version()).isEqualTo("4");

    assertThat(script.run("--rollback", "--force").code()).isZero();
    assertThat(aws.alias().version()).isEqualTo("3");
  }

  @Test
  void aVersionThatWasPutAwayIsBroughtBack() throws Exception {
    aws.state("3", "Inactive");

    Ended ended = script.run("--rollback");

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(ended.output()).contains("version 3 was put away");
    assertThat(aws.alias().version()).isEqualTo("3");
  }

  @Test
  void whoChangesLiveMeanwhileIsNotOverwritten() throws Exception {
    calls.before("update-alias", 1, () -> aws.pointAlias("1", Map.of()));

    assertThat(script.run("--rollback").code()).isEqualTo(1);
    assertThat(aws.alias().version()).isEqualTo("1");
  }

  @Test
  void abortEndsAShiftAndDoesNothingElse() throws Exception {
    Ended idle = script.run("--abort");
    assertThat(idle.code()).isZero();
    assertThat(calls.changes()).isEmpty();

    aws.pointAlias("4", Map.of("3", 0.1));
    assertThat(script.run("--abort").code()).isZero();
    assertThat(aws.alias().version()).isEqualTo("4");
    assertThat(aws.alias().weights()).isEmpty();
    assertThat(aws.alias().description()).isEqualTo("commit 4 is version 4; before it version 3");
  }
}
