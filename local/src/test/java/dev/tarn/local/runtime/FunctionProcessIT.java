package dev.tarn.local.runtime;

import static dev.tarn.local.runtime.TestFunction.LONG;
import static dev.tarn.local.runtime.TestFunction.answer;
import static dev.tarn.local.runtime.TestFunction.invoke;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A function in a JVM of its own, under AWS's runtime client.
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class FunctionProcessIT {
  @TempDir private Path directory;

  private final List<LogLine> log = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private FunctionProcess start(FunctionSettings settings) throws IOException {
    DeployedFunction function = TestFunction.deploy(directory, settings);
    FunctionProcess process = function.start(log::add);
    open.add(process);
    open.add(function);
    return process;
  }

  private FunctionProcess start() throws IOException {
    return start(TestFunction.settings(Map.of("OWN", "value")));
  }

  @Test
  void answersOneInvocationAfterTheOther() throws Exception {
    FunctionProcess process = start();

    assertThat(process.awaitInitialized(LONG)).isEmpty();
    assertThat(answer(invoke(process, "process"))).isEqualTo(process.pid() + " 1");
    assertThat(answer(invoke(process, "process"))).isEqualTo(process.pid() + " 2");
  }

  @Test
  void tellsTheFunctionWhatItIsInvokedWith() throws Exception {
    FunctionProcess process = start();

    assertThat(answer(process.invoke("an-id", "\"context\"".getBytes(UTF_8), LONG)))
        .isEqualTo("an-id test arn:aws:lambda:eu-west-1:000000000000:function:test:live 512 true");
  }

  @Test
  void givesTheVariablesOfLambdaAndTheFunctionsOwnAndNoOthers() throws Exception {
    String variables = answer(invoke(start(), "variables"));

    assertThat(variables.substring(1, variables.length() - 1).split(", "))
        .extracting(variable -> variable.substring(0, variable.indexOf('=')))
        .containsExactlyInAnyOrder(
            "AWS_DEFAULT_REGION",
            "AWS_EC2_METADATA_DISABLED",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_FORMAT",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT",
            "LANG",
            "LD_LIBRARY_PATH",
            "OWN",
            "PATH",
            "TZ",
            "_HANDLER");
    assertThat(variables)
        .contains("OWN=value")
        .contains("AWS_LAMBDA_INITIALIZATION_TYPE=on-demand")
        .contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512");
  }

  @Test
  void runsInTheTaskRootWithTheFlagsOfTheManagedRuntime() throws Exception {
    FunctionProcess process = start();

    assertThat(answer(invoke(process, "directory")))
        .isEqualTo(directory.resolve("deployed").resolve("task").toString());
    assertThat(answer(invoke(process, "flags")))
        .contains(
            "-XX:MaxHeapSize=445645k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare");
  }

  @Test
  void handsOnWhatTheFunctionWrites() throws Exception {
    FunctionProcess process = start();

    assertThat(answer(invoke(process, "say grüß dich"))).isEqualTo("said");
    process.close();
    assertThat(log)
        .contains(
            new LogLine(LogLine.Source.OUT, "initialized"),
            new LogLine(LogLine.Source.OUT, "grüß dich"),
            new LogLine(LogLine.Source.ERR, "grüß dich"));
  }

  @Test
  void aHandlerThatThrowsFailsItsInvocationAlone() throws Exception {
    FunctionProcess process = start();

    assertThat(invoke(process, "throw no such thing"))
        .isEqualTo(
            new InvocationOutcome.Failed(
                new FunctionError("java.lang.IllegalStateException", "no such thing")));
    assertThat(answer(invoke(process, "process"))).isEqualTo(process.pid() + " 2");
  }

  @Test
  void aProcessThatEndsFailsItsInvocation() throws Exception {
    FunctionProcess process = start();

    assertThat(invoke(process, "exit 3")).isEqualTo(new InvocationOutcome.Ended(3));
    assertThat(invoke(process, "process")).isEqualTo(new InvocationOutcome.Ended(3));
  }

  @Test
  void theSignalsOfATerminalAreLeftToTheParent() throws Exception {
    FunctionProcess process = start();
    assertThat(process.awaitInitialized(LONG)).isEmpty();

    for (String signal : List.of("INT", "HUP")) {
      String kill = "kill -" + signal + " " + process.pid();
      assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
      assertThat(answer(invoke(process, "process"))).startsWith(process.pid() + " ");
    }
  }

  @Test
  void anInvocationOutOfTimeKillsTheProcess() throws Exception {
    FunctionProcess process = start();
    assertThat(process.awaitInitialized(LONG)).isEmpty();

    assertThat(process.invoke("id", "\"hang\"".getBytes(UTF_8), Duration.ofMillis(100)))
        .isInstanceOf(InvocationOutcome.OutOfTime.class);
    process.close();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void anAnswerThatIsTooLargeIsNotPassedOn() throws Exception {
    FunctionProcess process = start();

    assertThat(answer(invoke(process, "large 6291556"))).hasSize(6_291_556);
    assertThat(invoke(process, "large 6291557"))
        .isEqualTo(new InvocationOutcome.TooLarge(6_291_557));
  }

  @Test
  void aHandlerThatCannotBeMadeIsTold() throws Exception {
    FunctionProcess process = start(TestFunction.settings(Map.of("INIT", "throw")));

    assertThat(invoke(process, "process"))
        .isInstanceOfSatisfying(
            InvocationOutcome.NotInitialized.class,
            outcome -> assertThat(outcome.error().toString()).contains("INIT cannot be 'throw'"));
  }

  @Test
  void aProcessThatEndsBeforeItIsInitializedIsTold() throws Exception {
    FunctionProcess process = start(TestFunction.settings(Map.of("INIT", "exit")));

    assertThat(invoke(process, "process"))
        .isEqualTo(
            new InvocationOutcome.NotInitialized(
                new FunctionError("Runtime.ExitError", "the process ended with 7")));
  }

  @Test
  void anInvocationDoesNotOutlastItsTimeWhileTheProcessIsInitialized() throws Exception {
    FunctionProcess process = start(TestFunction.settings(Map.of("INIT", "hang")));

    assertThat(process.invoke("id", "\"process\"".getBytes(UTF_8), Duration.ofMillis(100)))
        .isInstanceOf(InvocationOutcome.OutOfTime.class);
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aSecondInvocationAtOnceIsRefused() throws Exception {
    FunctionProcess process = start();
    assertThat(process.awaitInitialized(LONG)).isEmpty();
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = invoke(process, "hang");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (first.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> invoke(process, "process")).isInstanceOf(IllegalStateException.class);
    first.interrupt();
    first.join();
  }
}
