package dev.tarn.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// An archive with [TestHandler], and what it is deployed with.
final class TestFunction {
  static final Path CLIENT = Path.of("target", "tarn", "runtime").toAbsolutePath();
  static final Duration LONG = Duration.ofSeconds(60);

  private TestFunction() {}

  static FunctionSettings settings(Map<String, String> environment) {
    return new FunctionSettings(
        "test",
        TestHandler.class.getName() + "::handleRequest",
        "eu-west-1",
        512,
        LONG,
        InitializationType.ON_DEMAND,
        environment);
  }

  static DeployedFunction deploy(Path directory, FunctionSettings settings) throws IOException {
    Path archive = directory.resolve("test.zip");
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("lib/test.jar"));
      ZipOutputStream jar = new ZipOutputStream(zip);
      String name = TestHandler.class.getName().replace('.', '/') + ".class";
      jar.putNextEntry(new ZipEntry(name));
      try (InputStream code =
          Objects.requireNonNull(TestHandler.class.getClassLoader().getResourceAsStream(name))) {
        code.transferTo(jar);
      }
      jar.finish();
    }
    return DeployedFunction.deploy(
        archive, settings, ManagedRuntime.ofThisJdk(CLIENT), directory.resolve("deployed"));
  }

  static InvocationOutcome invoke(FunctionProcess process, String event)
      throws InterruptedException {
    return process.invoke("id-" + event.hashCode(), ('"' + event + '"').getBytes(UTF_8), LONG);
  }

  static String answer(InvocationOutcome outcome) {
    if (outcome instanceof InvocationOutcome.Answered(byte[] document)) {
      return new String(document, UTF_8);
    }
    throw new AssertionError(outcome.fault());
  }
}
