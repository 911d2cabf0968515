package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.aws.MotoServer;
import dev.tarn.local.delivery.Command.Ended;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEALTH =
      "{\"statusCode\":200,\"body\":\"{\\\"status\\\":\\\"ok\\\",\\\"function\\\":\\\"ingest\\\"}\"}";
  private static final Path PLACEHOLDER =
      Command.REPOSITORY.resolve("infra/placeholder/placeholder.zip");

  @TempDir private Path scratch;
  private MotoServer server;

  @BeforeEach
  void start() throws Exception {
    Command.assumeOnPath("bash", "jq", "openssl", "aws");
    server = MotoServer.start();
    post("config", Map.of("lambda", Map.of("use_docker", false)));
    post("static/lambda-simple/response", Map.of("results", Collections.nCopies(9, HEALTH)));
    aws("s3api", "create-bucket", "--bucket", "archives");
    String role =
        aws("iam", "create-role", "--role-name", "role", "--assume-role-policy-document", "{}")
            .at("/Role/Arn")
            .asText();
    aws(
        "lambda",
        "create-function",
        "--function-name",
        "tarn-dev-ingest",
        "--role",
        role,
        "--runtime",
        "java21",
        "--handler",
        "a::b",
        "--architectures",
        "arm64",
        "--publish",
        "--zip-file",
        "fileb://" + PLACEHOLDER);
    aws(
        "lambda",
        "create-alias",
        "--function-name",
        "tarn-dev-ingest",
        "--name",
        "live",
        "--function-version",
        "1");
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
      aws(
          "cloudwatch",
          "put-metric-alarm",
          "--alarm-name",
          "tarn-dev-" + alarm,
          "--namespace",
          "n",
          "--metric-name",
          "m",
          "--statistic",
          "Sum",
          "--period",
          "60",
          "--threshold",
          "1",
          "--evaluation-periods",
          "1",
          "--comparison-operator",
          "GreaterThanThreshold");
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void post(String path, Object body) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.endpoint().resolve("/moto-api/" + path))
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isLessThan(300);
    }
  }

  private Ended run(List<String> command) throws IOException, InterruptedException {
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

  private JsonNode aws(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("aws", "--output", "json"));
    command.addAll(List.of(arguments));
    Ended ended = run(command);
    assertThat(ended.code()).describedAs(ended.all()).isZero();
    return JSON.readTree(ended.output().isBlank() ? "{}" : ended.output());
  }

  private Ended deploy(String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("infra/deploy", "--environment", "dev", "--function", "ingest"));
    command.addAll(List.of(more));
    return run(command);
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

  private JsonNode live() throws IOException, InterruptedException {
    return aws("lambda", "get-alias", "--function-name", "tarn-dev-ingest", "--name", "live");
  }

  @Test
  void itDeploysTwiceAndRollsBack() throws Exception {
    Ended first = deploy(archive("1"));
    assertThat(first.code()).describedAs(first.all()).isZero();
    assertThat(first.output()).contains("version 1 is the placeholder");
    assertThat(live().path("FunctionVersion").asText()).isEqualTo("2");

    Ended second = deploy(archive("2"));
    assertThat(second.code()).describedAs(second.all()).isZero();
    assertThat(second.output()).contains("10 % of the calls go to version 3");
    assertThat(live().path("FunctionVersion").asText()).isEqualTo("3");
    assertThat(live().at("/RoutingConfig/AdditionalVersionWeights")).isEmpty();

    Ended back = deploy("--rollback");
    assertThat(back.code()).describedAs(back.all()).isZero();
    assertThat(live().path("FunctionVersion").asText()).isEqualTo("2");
  }
}
