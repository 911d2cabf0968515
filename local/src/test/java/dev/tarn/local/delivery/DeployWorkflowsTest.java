package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares what starts each function's deploy with what its module is made of.
class DeployWorkflowsTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev\\.tarn</groupId>\\s*<artifactId>tarn-([\\w-]+)</artifactId>"
              + "(.*?)</dependency>",
          Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "query", "export"})
  void aDeployStartsWhenAnythingOfItsArchiveChanges(String function) throws IOException {
    Set<String> paths = new TreeSet<>(Set.of("pom.xml", "mvnw", ".mvn/**", "function/**"));
    for (String module : modules(function + "-lambda", new TreeSet<>())) {
      paths.add(module + "/pom.xml");
      paths.add(module + "/src/main/**");
    }

    JsonNode push = Workflow.read("deploy-" + function + ".yml").triggers().path("push");

    assertThat(Workflow.strings(push.path("paths"))).containsExactlyInAnyOrderElementsOf(paths);
    assertThat(Workflow.strings(push.path("branches"))).containsExactly("main");
  }

  /// `module`, and what it depends on outside of tests, through others too.
  private static Set<String> modules(String module, Set<String> seen) throws IOException {
    Path pom = Command.REPOSITORY.resolve(module).resolve("pom.xml");
    if (seen.add(module)) {
      Matcher dependencies = DEPENDENCY.matcher(Files.readString(pom));
      while (dependencies.find()) {
        if (!dependencies.group(2).contains("test")) {
          modules(dependencies.group(1), seen);
        }
      }
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "query", "export"})
  void aCallerOnlyNamesItsFunction(String function) throws IOException {
    Workflow workflow = Workflow.read("deploy-" + function + ".yml");
    assertThat(workflow.jobs()).hasSize(1);
    JsonNode job = workflow.job("deploy").node();

    assertThat(job.path("uses").asText()).isEqualTo("./.github/workflows/_deploy-function.yml");
    assertThat(job.at("/with/function").asText()).isEqualTo(function);
    assertThat(workflow.triggers().has("workflow_dispatch")).isTrue();
    assertThat(workflow.text().replace(function, "<function>").lines().filter(this::isCommon))
        .containsExactlyElementsOf(
            Workflow.read("deploy-ingest.yml")
                .text()
                .replace("ingest", "<function>")
                .lines()
                .filter(this::isCommon)
                .toList());
  }

  /// Whether a line is not one of the modules that functions differ in.
  private boolean isCommon(String line) {
    return !line.startsWith("      - ");
  }

  @Test
  void aDeployIsBuiltOnceAndRunsFromOneScript() throws IOException {
    assertThat(Workflow.read("_deploy-function.yml").text()).containsOnlyOnce("./mvnw");
    String deploy = Workflow.read("_deploy-environment.yml").text();
    assertThat(deploy)
        .contains("exec infra/deploy --environment", "exec infra/deploy --rollback")
        .contains("infra/deploy --abort", "gh attestation verify")
        .doesNotContain("aws lambda");
  }

  @Test
  void watchedAlarmsAreThoseThatInfraMakes() throws IOException {
    String script = Files.readString(Command.REPOSITORY.resolve("infra/delivery/alarms.bash"));
    Set<String> made = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (JsonNode alarm :
        new JsonMapper()
            .readTree(Command.REPOSITORY.resolve("infra/modules/observe/alarms.json").toFile())) {
      (alarm.path("of").asText().equals("each function") ? made : others)
          .add(alarm.path("name").asText());
    }

    Matcher watched = Pattern.compile("FUNCTION_ALARMS=\\((.*?)\\)").matcher(script);
    assertThat(watched.find()).isTrue();
    assertThat(watched.group(1).split(" ")).containsExactlyInAnyOrderElementsOf(made);
    assertThat(others).contains("api-errors", "api-latency");
    assertThat(script).contains("API_ALARMS=(api-errors api-latency)");
  }
}
