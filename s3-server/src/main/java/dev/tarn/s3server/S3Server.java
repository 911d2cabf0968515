package dev.tarn.s3server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real S3 server: s3proxy in a process of its own, on a free port of this machine, over a
/// temporary directory, both gone when it is closed or this process ends. Any number can run at
/// once.
///
/// Its jars are those that the build of this module copies into its `target/lib`.
public final class S3Server implements AutoCloseable {
  /// The key that requests are signed with.
  public static final String ACCESS_KEY_ID = "tarn";

  /// The secret that requests are signed with, which guards nothing.
  public static final String SECRET_ACCESS_KEY = "tarn-tests-only";

  private static final Duration STARTING = Duration.ofMinutes(2);

  private final Process process;
  private final Path directory;
  private final URI endpoint;

  private S3Server(Process process, Path directory, URI endpoint) {
    this.process = process;
    this.directory = directory;
    this.endpoint = endpoint;
  }

  /// Starts a server and waits until it is ready. Throws [IllegalStateException], with what the
  /// server logged, where it does not start.
  public static S3Server start() {
    try {
      Path directory = Files.createTempDirectory("tarn-s3-");
      Path log = directory.resolve("server.log");
      Process process = command(directory).redirectError(log.toFile()).start();
      Files.createDirectory(objects(directory));
      Writer input = process.outputWriter();
      input.write(properties(objects(directory)));
      input.flush();
      return new S3Server(process, directory, endpoint(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the server listens.
  public URI endpoint() {
    return endpoint;
  }

  /// Makes a bucket of a new name, and gives the name.
  public String createBucket() {
    String bucket = "tarn-" + UUID.randomUUID();
    try {
      Files.createDirectory(objects(directory).resolve(bucket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bucket;
  }

  /// Lets all objects be as if they were put at `time`.
  public void age(Instant time) {
    try (Stream<Path> paths = Files.walk(objects(directory))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(path, FileTime.from(time));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path objects(Path directory) {
    return directory.resolve("objects");
  }

  private static ProcessBuilder command(Path directory) throws IOException {
    Path logging = directory.resolve("logback.xml");
    Files.writeString(
        logging,
        """
        <configuration>
          <appender name="log" class="ch.qos.logback.core.ConsoleAppender">
            <target>System.err</target>
            <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="log"/></root>
        </configuration>
        """);
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dlogback.configurationFile=" + logging,
        "-cp",
        libraries().resolve("*") + File.pathSeparator + ownClasses(),
        S3ServerProcess.class.getName());
  }

  private static String properties(Path objects) {
    return String.join(
        "\n",
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:0",
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + ACCESS_KEY_ID,
            "s3proxy.credential=" + SECRET_ACCESS_KEY,
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + objects,
            "\n"));
  }

  private static URI endpoint(Process process, Path log) throws IOException {
    CompletableFuture<URI> endpoint = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> awaitEndpoint(process, endpoint));
    try {
      return endpoint.orTimeout(STARTING.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      process.destroyForcibly();
      throw new IllegalStateException("the S3 server did not start:\n" + Files.readString(log), e);
    }
  }

  private static void awaitEndpoint(Process process, CompletableFuture<URI> endpoint) {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("port ")) {
          endpoint.complete(URI.create("http://127.0.0.1:" + line.substring("port ".length())));
        }
      }
      endpoint.completeExceptionally(new IOException("it ended"));
    } catch (IOException | RuntimeException e) {
      endpoint.completeExceptionally(e);
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          S3ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The server's jars, looked for from where this class is upwards, and then from the working
  /// directory.
  private static Path libraries() {
    for (Path from : List.of(ownClasses().toAbsolutePath(), Path.of("").toAbsolutePath())) {
      for (Path each = from; each != null; each = each.getParent()) {
        Path libraries = each.resolve("s3-server/target/lib");
        if (Files.isDirectory(libraries)) {
          return libraries;
        }
      }
    }
    throw new IllegalStateException(
        "there is no s3-server/target/lib: run ./mvnw process-resources -pl s3-server");
  }
}
