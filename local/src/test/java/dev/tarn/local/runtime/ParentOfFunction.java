package dev.tarn.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;

/// A process that starts a function, tells its id, and has it work without end.
final class ParentOfFunction {
  private ParentOfFunction() {}

  public static void main(String[] arguments) throws Exception {
    DeployedFunction function =
        TestFunction.deploy(Path.of(arguments[0]), TestFunction.settings(Map.of()));
    FunctionProcess process = function.start(line -> {});
    var _ = process.awaitInitialized(TestFunction.LONG);
    System.out.println(process.pid());
    var _ = process.invoke("id", "\"hang\"".getBytes(UTF_8), TestFunction.LONG);
  }
}
