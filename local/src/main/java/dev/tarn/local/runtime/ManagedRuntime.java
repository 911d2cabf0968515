package dev.tarn.local.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The managed Java 25 runtime as far as a machine of one's own can have it: AWS's runtime client
/// with the flags and the environment that functions have on Lambda.
///
/// Flags are those of the command lines that functions on Lambda see of themselves. The heap has
/// what remains of the memory after 15 %, and after 243 MB at most (445,645 kB of 512 MB, 3,945,472
/// kB of 4,096 MB). On Java 25, the first compiler alone works, except under SnapStart ("AWS Lambda
/// now supports Java 25", AWS Compute Blog). Of AWS's own build it lacks the archive of shared
/// classes (`runtime.jsa`); the JDK's own is used.
///
/// @param java the `java` command of a JDK 25
/// @param client the directory with the jars of the runtime client
/// @param sharing where processes take classes from that are loaded already
public record ManagedRuntime(Path java, Path client, ClassSharing sharing) {
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final long KILOBYTES = 1024;
  private static final long MOST_BESIDE_HEAP = 243 * KILOBYTES;

  /// The runtime of this process's JDK, with the client in `client`. Throws
  /// [UnsupportedOperationException] where the client does not run, and [IOException] where it is
  /// not.
  public static ManagedRuntime ofThisJdk(Path client) throws IOException {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new UnsupportedOperationException(
          "the runtime client of AWS Lambda runs on Linux alone, not on " + system);
    }
    ManagedRuntime runtime =
        new ManagedRuntime(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            client,
            new ClassSharing.OfTheJdk());
    if (jars(client).isEmpty()) {
      throw new IOException("there is no runtime client in " + client);
    }
    return runtime;
  }

  /// The same runtime, whose processes take classes from `other`.
  public ManagedRuntime sharing(ClassSharing other) {
    return new ManagedRuntime(java, client, other);
  }

  /// What starts a function's process.
  ///
  /// @param taskRoot where the function is unpacked
  /// @param properties system properties besides the runtime's own
  /// @param guard the jar of [EndsWithParent]
  List<String> command(
      FunctionSettings settings, Path taskRoot, Map<String, String> properties, Path guard)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-XX:MaxHeapSize=" + heapKilobytes(settings.memoryMegabytes()) + "k");
    command.add("-XX:+UseSerialGC");
    command.addAll(sharing.flags());
    command.add("-XX:+TieredCompilation");
    if (settings.initialization() == InitializationType.ON_DEMAND) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-XX:+ErrorFileToStderr");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-classpath");
    List<String> path = new ArrayList<>();
    path.add(guard.toString());
    jars(client).forEach(jar -> path.add(jar.toString()));
    if (!(sharing instanceof ClassSharing.OfTheJdk)) {
      // Only classes of the application's own loader are kept.
      jars(taskRoot.resolve("lib")).forEach(jar -> path.add(jar.toString()));
    }
    command.add(String.join(":", path));
    command.add(EndsWithParent.class.getName());
    command.add(MAIN);
    command.add(settings.handler());
    return command;
  }

  /// The variables of a function's process: those that Lambda sets (AWS Lambda Developer Guide,
  /// "Defined runtime environment variables"), before the function's own.
  ///
  /// @param api where the Runtime API is, as host and port
  Map<String, String> environment(
      FunctionSettings settings, Path taskRoot, String api, String logStream) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("LD_LIBRARY_PATH", taskRoot + ":" + taskRoot.resolve("lib"));
    environment.put("_HANDLER", settings.handler());
    environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    environment.put("LAMBDA_RUNTIME_DIR", client.toString());
    environment.put("AWS_LAMBDA_RUNTIME_API", api);
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("AWS_REGION", settings.region());
    environment.put("AWS_DEFAULT_REGION", settings.region());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMegabytes()));
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", settings.initialization().value());
    environment.put("AWS_LAMBDA_LOG_FORMAT", "Text");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    // No server of the machine's own is to be asked for what Lambda would have given.
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.putAll(settings.environment());
    return environment;
  }

  private static long heapKilobytes(int memoryMegabytes) {
    long memory = memoryMegabytes * KILOBYTES;
    return memory - Math.min(memory * 15 / 100, MOST_BESIDE_HEAP);
  }

  /// The jars of the runtime client, by name.
  List<Path> jars() throws IOException {
    return jars(client);
  }

  private static List<Path> jars(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }
}
