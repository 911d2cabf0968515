package dev.tarn.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.delivery.Command.Ended;
import dev.tarn.local.delivery.StubCommands.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans, shows and applies with imitations of Terraform, AWS and GitHub.
class PlanScriptsIT {
  private static final String MARKER = "<!-- tarn-plan dev -->";

  @TempDir private Path scratch;
  private final List<List<String>> calls = new CopyOnWriteArrayList<>();
  private volatile String shown = "Plan: 1 to add in 123456789012.";
  private volatile String kept = "";
  private volatile String comments = "[]";
  private StubCommands commands;
  private Path out;

  @BeforeEach
  void start() throws IOException {
    Command.assumeOnPath("bash", "jq", "openssl");
    out = scratch.resolve("out");
    commands =
        StubCommands.start(
            Files.createDirectories(scratch.resolve("commands")),
            this::answer,
            "terraform",
            "aws",
            "gh");
  }

  @AfterEach
  void stop() {
    commands.close();
  }

  private Answer answer(List<String> call) {
    calls.add(call);
    try {
      if (call.contains("plan") && call.getFirst().equals("terraform")) {
        Files.writeString(Path.of(call.getLast().substring("-out=".length())), "the plan");
      } else if (call.contains("show")) {
        return Answer.of(shown);
      } else if (call.contains("put-object")) {
        kept = Files.readString(Path.of(call.get(call.indexOf("--body") + 1)));
      } else if (call.contains("get-object")) {
        Files.writeString(Path.of(call.getLast()), kept);
      } else if (call.contains("--paginate")) {
        return Answer.of(comments);
      }
      return Answer.of("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ended run(String... command) throws IOException, InterruptedException {
    return Command.start(
            scratch,
            Optional.of(commands.directory()),
            Map.of("GITHUB_REPOSITORY", "owner/tarn"),
            new ArrayList<>(List.of(command)))
        .await();
  }

  private Ended plan(String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "infra/plan",
                "--environment",
                "dev",
                "--bucket",
                "states",
                "--out",
                out.toString()));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private String text() throws IOException {
    return Files.readString(out.resolve("plan-dev.md"));
  }

  private List<String> called(String command) {
    return calls.stream()
        .filter(call -> call.getFirst().equals(command))
        .map(call -> call.get(1).startsWith("-") ? call.get(2) : call.get(1) + " " + call.get(2))
        .toList();
  }

  @Test
  void aPlanOfAPullRequestIsShownAndNotKept() throws Exception {
    Ended ended = plan("--keep", "");

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(text()).startsWith(MARKER).contains("Plan: 1 to add in <account>.");
    assertThat(called("aws")).isEmpty();
    assertThat(out.resolve("plan-dev.sha256")).doesNotExist();
    assertThat(calls)
        .anySatisfy(call -> assertThat(call).contains("init", "-lockfile=readonly"))
        .anySatisfy(call -> assertThat(call).contains("plan", "-lock=false"));
  }

  @Test
  void aLongPlanIsCutAndCannotLeaveItsFence() throws Exception {
    shown = "```\n" + "x".repeat(70_000);

    assertThat(plan().code()).isZero();

    assertThat(text())
        .hasSizeLessThan(62_000)
        .contains("'''", "The first 60000 of 70004 characters.")
        .containsPattern("(?s)^[^`]*```[^`]*```[^`]*$");
  }

  @Test
  void thePlanThatWasMadeIsApplied() throws Exception {
    assertThat(plan("--keep", "77-1").code()).isZero();
    assertThat(kept).isEqualTo("the plan");

    Ended ended = plan("--keep", "77-1", "--apply");

    assertThat(ended.code()).describedAs(ended.all()).isZero();
    assertThat(calls.getLast()).startsWith("terraform", "apply");
  }

  @Test
  void anotherPlanIsNotApplied() throws Exception {
    assertThat(plan("--keep", "77-1").code()).isZero();
    kept = "another plan";

    Ended ended = plan("--keep", "77-1", "--apply");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).contains("is not the plan that was shown");
    assertThat(calls).noneMatch(call -> call.contains("apply"));
  }

  @Test
  void anEnvironmentThatIsNotThereIsRefused() throws Exception {
    assertThat(run("infra/plan", "--environment", "../x", "--bucket", "states").code())
        .isEqualTo(2);
    assertThat(plan("--apply").code()).isEqualTo(2);
    assertThat(calls).isEmpty();
  }

  private Ended comment(String text) throws Exception {
    Path file = Files.writeString(scratch.resolve("plan.md"), text);
    return run("build/comment-plan", "12", "dev", file.toString());
  }

  @Test
  void thereIsOneCommentForAnEnvironment() throws Exception {
    assertThat(comment(MARKER + "\nfirst").code()).isZero();
    assertThat(calls.getLast()).contains("POST", "repos/owner/tarn/issues/12/comments");

    comments =
        """
        [{"id": 5, "user": {"login": "someone"}, "body": "@ x"},
         {"id": 6, "user": {"login": "github-actions[bot]"}, "body": "<!-- tarn-plan prod -->"},
         {"id": 7, "user": {"login": "github-actions[bot]"}, "body": "@ old"}]
        """
            .replace("@", MARKER);
    assertThat(comment(MARKER + "\nsecond").code()).isZero();
    assertThat(calls.getLast()).contains("PATCH", "repos/owner/tarn/issues/comments/7");
  }

  @Test
  void whatIsNoPlanIsNotSent() throws Exception {
    assertThat(comment("hello").code()).isEqualTo(1);
    assertThat(run("build/comment-plan", "12; id", "dev", "x").code()).isEqualTo(2);
    assertThat(calls).isEmpty();
  }
}
