package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.aws.MotoServer;
import dev.tarn.local.delivery.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deploys with AWS's own command line against a server that others wrote: whether the calls are
/// what the command line and the services take.
class DeployMotoIT {
  private static final String HEALTH =
      "{\"statusCode\":200,\"body\":\"{\\\"status\\\":\\\"ok\\\",\\\"function\\\":\\\"ingest\\\"}\"}";
  private static final Path PLACEHOLDER =
      Command.REPOSITORY.resolve("infra/placeholder/placeholder.zip");
  private static final String FUNCTION = "tarn-dev-ingest";

  @TempDir private Path scratch;
  private MotoServer server;
  private MotoAccount account;

  @BeforeEach
  void start() throws Exception {
    Command.assumeOnPath("bash", "jq", "openssl", "aws");
    server = MotoServer.start();
    account = new MotoAccount(server.endpoint());
    account.answersInvocations(HEALTH);
    account.createBucket("archives");
    account.createFunction(FUNCTION, Files.readAllBytes(PLACEHOLDER));
    for (String alarm :
        List.of(
            "ingest-errors",
            "ingest-throttles",
            "ingest-duration",
            "ingest-internal",
            "ingest-store",
            "ingest-damaged",
            "api-errors",
            "api-latency")) {
      account.createAlarm("tarn-dev-" + alarm);
    }
  }

  @AfterEach
  void stop() {
    if (account != null) {
      account.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Ended deploy(String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("infra/deploy", "--environment", "dev", "--function", "ingest"));
    command.addAll(List.of(more));
    return Command.start(
            scratch,
            Optional.empty(),
            Map.of(
                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_PAGER", "",
                "TARN_DEPLOY_SLEEP", "true"),
            command)
        .await();
  }

  /// An archive, and the options that name it.
  private String[] archive(String digit) throws IOException {
    // Any archive will do that is not the placeholder: nothing in it is run here.
    Path file = scratch.resolve(digit + ".zip");
    Files.write(file, Files.readAllBytes(PLACEHOLDER));
    Files.writeString(file, digit, StandardOpenOption.APPEND);
    return new String[] {
      "--archive",
      file.toString(),
      "--commit",
      digit.repeat(40),
      "--bucket",
      "archives",
      "--wait-minutes",
      "0"
    };
  }

  @Test
  void itDeploysTwiceAndRollsBack() throws Exception {
    Ended first = deploy(archive("1"));
    assertThat(first.code()).describedAs(first.all()).isZero();
    assertThat(first.output()).contains("version 1 is the placeholder");
    assertThat(account.live(FUNCTION).path("FunctionVersion").asText()).isEqualTo("2");

    Ended second = deploy(archive("2"));
    assertThat(second.code()).describedAs(second.all()).isZero();
    assertThat(second.output()).contains("10 % of the calls go to version 3");
    assertThat(account.live(FUNCTION).path("FunctionVersion").asText()).isEqualTo("3");
    assertThat(account.live(FUNCTION).at("/RoutingConfig/AdditionalVersionWeights")).isEmpty();

    Ended back = deploy("--rollback");
    assertThat(back.code()).describedAs(back.all()).isZero();
    assertThat(account.live(FUNCTION).path("FunctionVersion").asText()).isEqualTo("2");
  }
}
