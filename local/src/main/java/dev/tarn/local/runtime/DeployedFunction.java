package dev.tarn.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A function that has been unpacked, of which processes can be started.
///
/// Its directory has `task` (what the archive holds, read-only), `home` (empty, read-only, for
/// functions have no home) and `runtime` (what the managed runtime brings).
public final class DeployedFunction implements AutoCloseable {
  private static final String JNI =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private static final String NATIVE_CLIENT = "libaws-lambda-jni.linux-" + architecture() + ".so";

  private final ManagedRuntime runtime;
  private final FunctionSettings settings;
  private final Path directory;

  private DeployedFunction(ManagedRuntime runtime, FunctionSettings settings, Path directory) {
    this.runtime = runtime;
    this.settings = settings;
    this.directory = directory;
  }

  /// Unpacks `archive` below the new directory `directory`. Throws [IOException] where that cannot
  /// be done; what was unpacked by then stays.
  public static DeployedFunction deploy(
      Path archive, FunctionSettings settings, ManagedRuntime runtime, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    DeployedFunction function =
        new DeployedFunction(runtime, settings, directory.toAbsolutePath().normalize());
    FunctionArchive.unpack(archive, function.taskRoot());
    Files.createDirectory(
        function.home(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    Files.createDirectory(function.directory.resolve("runtime"));
    function.writeGuard();
    function.writeNativeClient();
    return function;
  }

  /// The same function deployed with other `changed` settings.
  public DeployedFunction with(FunctionSettings changed) {
    return new DeployedFunction(runtime, changed, directory);
  }

  /// The same function under `other`, which brings the same client.
  public DeployedFunction under(ManagedRuntime other) {
    return new DeployedFunction(other, settings, directory);
  }

  /// What it was deployed with.
  public FunctionSettings settings() {
    return settings;
  }

  /// Where its archive is unpacked.
  public Path taskRoot() {
    return directory.resolve("task");
  }

  /// What a process of it takes for its user's home.
  public Path home() {
    return directory.resolve("home");
  }

  /// Starts a process, whose output goes to `log`, a line at a time, from two threads.
  public FunctionProcess start(Consumer<LogLine> log) throws IOException {
    RuntimeApi api = RuntimeApi.start(settings.arn());
    ProcessBuilder builder =
        new ProcessBuilder(runtime.command(settings, taskRoot(), properties(), guard()));
    builder.directory(taskRoot().toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(runtime.environment(settings, taskRoot(), api.address(), logStream()));
    try {
      return FunctionProcess.start(settings, api, builder, log);
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  private Map<String, String> properties() {
    return Map.of("user.home", home().toString(), JNI, nativeClient().toString());
  }

  private static String logStream() {
    return "local/[1]" + UUID.randomUUID().toString().replace("-", "");
  }

  private Path guard() {
    return directory.resolve("runtime").resolve("ends-with-parent.jar");
  }

  private void writeGuard() throws IOException {
    String name = EndsWithParent.class.getName().replace('.', '/') + ".class";
    try (InputStream code =
            Optional.ofNullable(EndsWithParent.class.getClassLoader().getResourceAsStream(name))
                .orElseThrow(() -> new IOException(name + " is missing"));
        OutputStream file = Files.newOutputStream(guard());
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new ZipEntry(name));
      code.transferTo(jar);
      jar.closeEntry();
    }
  }

  private Path nativeClient() {
    return directory.resolve("runtime").resolve(NATIVE_CLIENT);
  }

  /// Takes the runtime client's native code out of its jar, so that no process unpacks it anew.
  private void writeNativeClient() throws IOException {
    for (Path jar : runtime.jars()) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        ZipEntry entry = zip.getEntry("jni/" + NATIVE_CLIENT);
        if (entry != null) {
          try (InputStream code = zip.getInputStream(entry)) {
            Files.copy(code, nativeClient());
          }
          return;
        }
      }
    }
    throw new IOException("the runtime client in " + runtime.client() + " has no " + NATIVE_CLIENT);
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "aarch_64";
      case "amd64" -> "x86_64";
      case String other -> other;
    };
  }

  /// Deletes what was unpacked.
  @Override
  public void close() throws IOException {
    FunctionArchive.delete(directory);
  }
}
