package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.delivery.Workflow.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every workflow to the rules that keep it from being misused.
class WorkflowsTest {
  private static final Map<String, String> READ = Map.of("contents", "read");
  private static final Map<String, String> AWS = Map.of("contents", "read", "id-token", "write");
  private static final Map<String, String> BUILD =
      Map.of("contents", "read", "id-token", "write", "attestations", "write");

  /// What the jobs may do; whoever adds to it should know why.
  private static final Map<String, Map<String, String>> PERMISSIONS =
      Map.ofEntries(
          Map.entry("ci.yml", READ),
          Map.entry("ci.yml/codeql", Map.of("contents", "read", "security-events", "write")),
          Map.entry("infra.yml", Map.of()),
          Map.entry("infra.yml/plan", AWS),
          Map.entry("infra.yml/comment", Map.of("contents", "read", "pull-requests", "write")),
          Map.entry("infra.yml/apply", AWS),
          Map.entry("deploy-ingest.yml", Map.of()),
          Map.entry("deploy-ingest.yml/deploy", BUILD),
          Map.entry("deploy-query.yml", Map.of()),
          Map.entry("deploy-query.yml/deploy", BUILD),
          Map.entry("deploy-export.yml", Map.of()),
          Map.entry("deploy-export.yml/deploy", BUILD),
          Map.entry("_deploy-function.yml", Map.of()),
          Map.entry("_deploy-function.yml/build", BUILD),
          Map.entry("_deploy-function.yml/dev", AWS),
          Map.entry("_deploy-function.yml/prod", AWS),
          Map.entry("_deploy-environment.yml", Map.of()),
          Map.entry("_deploy-environment.yml/deploy", AWS),
          Map.entry("release.yml", Map.of()),
          Map.entry("release.yml/build", BUILD),
          Map.entry("release.yml/publish", Map.of("contents", "write")));

  private static final Pattern USES = Pattern.compile("^\\s*(?:- )?uses:\\s*(\\S.*)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

  static Stream<Workflow> workflows() throws IOException {
    return Workflow.all().stream();
  }

  static Stream<Job> jobs() throws IOException {
    return Workflow.all().stream().flatMap(each -> each.jobs().stream());
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyActionIsPinnedToACommitWithItsVersion(Workflow workflow) {
    List<String> used = new ArrayList<>();
    for (String line : workflow.text().lines().toList()) {
      Matcher matcher = USES.matcher(line);
      if (matcher.matches() && !matcher.group(1).startsWith("./.github/workflows/")) {
        used.add(matcher.group(1));
      }
    }

    assertThat(used).allMatch(each -> PINNED.matcher(each).matches());
  }

  @Test
  void anActionHasOneVersionEverywhere() throws IOException {
    Map<String, Set<String>> versions = new TreeMap<>();
    for (Workflow workflow : Workflow.all()) {
      for (String line : workflow.text().lines().toList()) {
        Matcher matcher = USES.matcher(line);
        if (matcher.matches() && matcher.group(1).contains("@")) {
          String[] parts = matcher.group(1).split("@", 2);
          versions.computeIfAbsent(parts[0], _ -> new TreeSet<>()).add(parts[1]);
        }
      }
    }

    assertThat(versions).isNotEmpty().allSatisfy((_, used) -> assertThat(used).hasSize(1));
  }

  @Test
  void permissionsAreThoseOfTheTable() throws IOException {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (Workflow workflow : Workflow.all()) {
      assertThat(workflow.document().has("permissions")).as(workflow.name()).isTrue();
      found.put(workflow.name(), Workflow.entries(workflow.document().path("permissions")));
      for (Job job : workflow.jobs()) {
        if (job.node().has("permissions")) {
          found.put(job.toString(), Workflow.entries(job.node().path("permissions")));
        }
      }
    }

    assertThat(found).containsExactlyInAnyOrderEntriesOf(PERMISSIONS);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void nothingRunsForStrangersWithRights(Workflow workflow) {
    assertThat(workflow.text())
        .doesNotContain("pull_request_target", "workflow_run", "secrets.", "secrets: inherit");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyJobEndsInTime(Job job) {
    if (job.runs()) {
      assertThat(job.node().path("timeout-minutes").asInt()).isBetween(1, 90);
      assertThat(job.node().path("runs-on").asText()).isEqualTo("ubuntu-24.04");
    } else {
      assertThat(job.node().path("uses").asText()).startsWith("./.github/workflows/_");
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void aCheckoutKeepsNoToken(Job job) {
    for (JsonNode step : job.node().path("steps")) {
      if (step.path("uses").asText().startsWith("actions/checkout@")) {
        assertThat(step.at("/with/persist-credentials").asText()).isEqualTo("false");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void scriptsRunInABashThatStopsAtFailures(Workflow workflow) {
    if (workflow.jobs().stream().anyMatch(each -> !each.scripts().isEmpty())) {
      assertThat(workflow.document().at("/defaults/run/shell").asText())
          .isEqualTo("bash -euo pipefail {0}");
    }
    assertThat(workflow.jobs())
        .allSatisfy(
            job -> assertThat(job.node().path("steps")).noneMatch(step -> step.has("shell")));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void noScriptHoldsAnExpression(Job job) {
    assertThat(job.scripts())
        .allSatisfy(script -> assertThat(script.text()).as(script.place()).doesNotContain("${{"));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void whatChangesAnEnvironmentRunsAloneAndToItsEnd(Job job) throws IOException {
    boolean changes =
        Set.of("infra.yml/apply", "_deploy-environment.yml/deploy").contains(job.toString());
    assertThat(job.node().has("environment")).isEqualTo(changes);
    if (changes) {
      String group = job.node().at("/concurrency/group").asText();
      assertThat(group).contains("environment }}");
      assertThat(job.node().at("/concurrency/cancel-in-progress").asText()).isEqualTo("false");
    }
    if (job.toString().startsWith("_deploy-environment.yml")) {
      assertThat(job.node().at("/concurrency/group").asText())
          .isEqualTo("deploy-${{ inputs.function }}-${{ inputs.environment }}");
    }
  }

  @Test
  void rolesAreThoseThatBootstrapMakes() throws IOException {
    String bootstrap = Files.readString(Command.REPOSITORY.resolve("infra/bootstrap/github.tf"));
    Set<String> made = new TreeSet<>();
    Matcher keys =
        Pattern.compile("\"\\$\\{environment}-((?:plan|apply|deploy-\\$\\{function}))\"")
            .matcher(bootstrap);
    while (keys.find()) {
      made.add("tarn-github-<environment>-" + keys.group(1).replace("${function}", "<function>"));
    }
    assertThat(bootstrap).contains("name                 = \"tarn-github-${each.key}\"");

    Set<String> taken = new TreeSet<>();
    for (Workflow workflow : Workflow.all()) {
      Matcher roles =
          Pattern.compile(
                  "role-to-assume: arn:aws:iam::\\$\\{\\{ vars\\.AWS_ACCOUNT_ID }}:role/(.*)")
              .matcher(workflow.text());
      while (roles.find()) {
        taken.add(
            roles.group(1).replaceAll("\\$\\{\\{ (?:matrix|inputs)\\.(\\w+) }}", "<$1>").strip());
      }
    }

    assertThat(taken).isEqualTo(made).hasSize(3);
  }

  @Test
  void environmentsAreThoseThatInfraHas() throws IOException {
    List<String> variables;
    try (var files = Files.list(Command.REPOSITORY.resolve("infra/env"))) {
      variables =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".tfvars"))
              .map(name -> name.replace(".tfvars", ""))
              .sorted()
              .toList();
    }

    for (String job : List.of("plan", "comment", "apply")) {
      assertThat(
              Workflow.strings(
                  Workflow.read("infra.yml").job(job).node().at("/strategy/matrix/environment")))
          .containsExactlyElementsOf(variables);
    }
  }
}
