package dev.tarn.benchmarks;

import dev.tarn.api.Operation;
import dev.tarn.local.backend.FunctionArchives;
import dev.tarn.local.runtime.DeployedFunction;
import dev.tarn.local.runtime.FunctionProcess;
import dev.tarn.local.runtime.FunctionSettings;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.local.runtime.InvocationOutcome;
import dev.tarn.local.runtime.ManagedRuntime;
import dev.tarn.s3server.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The functions as they are deployed, over a lake on a real S3 server of this machine.
final class FunctionLake implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MEGABYTES = 3_008;

  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "device", "type": "string"},
        {"name": "celsius", "type": ["null", "double"], "default": null}]},
       "eventTime": "time", "clusterBy": ["device"]}\
      """;

  private static final String RECORDS =
      "[{\"time\": \"2026-01-01T00:00:00Z\", \"device\": \"a\", \"celsius\": 20.5}]";

  private final Path directory;
  private final S3Server server;
  private final ManagedRuntime runtime;
  private final FunctionArchives archives;
  private final Map<String, String> environment;
  private final FunctionProcess ingest;
  private final List<DeployedFunction> deployed = new ArrayList<>();

  private FunctionLake(Path directory, S3Server server) throws IOException {
    this.directory = directory;
    this.server = server;
    this.archives = FunctionArchives.ofThisBuild();
    this.runtime = archives.runtime();
    this.environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            S3Server.ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            S3Server.SECRET_ACCESS_KEY,
            "TARN_TOKENS",
            "none",
            "TARN_BUCKET",
            server.createBucket(),
            "TARN_S3_ENDPOINT",
            server.endpoint().toString(),
            "TARN_PUBLISH_BUCKET",
            server.createBucket(),
            "TARN_PUBLISH_URL",
            "http://127.0.0.1/",
            "TARN_QUEUE_URL",
            "http://127.0.0.1:9/000000000000/jobs");
    this.ingest =
        deploy(
                "setup",
                handler(Operation.Function.INGEST),
                archives.archive(Operation.Function.INGEST))
            .start(_ -> {});
  }

  static FunctionLake open() throws IOException {
    return new FunctionLake(Files.createTempDirectory("tarn-functions-"), S3Server.start());
  }

  /// Where files may be put that go with the lake.
  Path directory() {
    return directory;
  }

  ManagedRuntime runtime() {
    return runtime;
  }

  DeployedFunction function(Operation.Function function) throws IOException {
    return deploy(function.label(), handler(function), archives.archive(function));
  }

  /// A function of `handler`'s package, with the jars that `libraries` are in.
  DeployedFunction hello(Class<?> handler, Class<?>... libraries) throws IOException {
    return hello(
        handler,
        zip -> {
          for (Class<?> library : libraries) {
            Path jar = codeSource(library);
            zip.putNextEntry(new ZipEntry("lib/" + jar.getFileName()));
            Files.copy(jar, zip);
          }
        });
  }

  /// A function of `handler`'s package, with all that `function` has.
  DeployedFunction hello(Class<?> handler, Operation.Function function) throws IOException {
    return hello(
        handler,
        zip -> {
          try (ZipFile deployed = new ZipFile(archives.archive(function).toFile())) {
            for (ZipEntry entry : Collections.list(deployed.entries())) {
              zip.putNextEntry(new ZipEntry(entry.getName()));
              try (InputStream content = deployed.getInputStream(entry)) {
                content.transferTo(zip);
              }
            }
          }
        });
  }

  private interface Contents {
    void writeTo(ZipOutputStream zip) throws IOException;
  }

  private DeployedFunction hello(Class<?> handler, Contents libraries) throws IOException {
    String label = handler.getSimpleName().toLowerCase(Locale.ROOT);
    Path archive = directory.resolve(label + ".zip");
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("lib/hello.jar"));
      zip.write(jar(handler));
      libraries.writeTo(zip);
    }
    return deploy(label, handler.getName() + "::handleRequest", archive);
  }

  private static byte[] jar(Class<?> handler) throws IOException {
    String directory = handler.getPackageName().replace('.', '/') + "/";
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (JarFile code = new JarFile(codeSource(handler).toFile());
        JarOutputStream entries = new JarOutputStream(jar)) {
      for (JarEntry entry : Collections.list(code.entries())) {
        if (entry.getName().startsWith(directory) && !entry.isDirectory()) {
          entries.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream content = code.getInputStream(entry)) {
            content.transferTo(entries);
          }
        }
      }
    }
    return jar.toByteArray();
  }

  private static Path codeSource(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("there is no file of " + type, e);
    }
  }

  private DeployedFunction deploy(String name, String handler, Path archive) throws IOException {
    DeployedFunction function =
        DeployedFunction.deploy(
            archive,
            new FunctionSettings(
                "tarn-" + name,
                handler,
                "us-east-1",
                MEGABYTES,
                TIMEOUT,
                InitializationType.ON_DEMAND,
                environment),
            runtime,
            directory.resolve(name));
    deployed.add(function);
    return function;
  }

  private static String handler(Operation.Function function) {
    String name = function.label();
    return "dev.tarn.function."
        + name
        + "."
        + Character.toUpperCase(name.charAt(0))
        + name.substring(1)
        + "Handler::handleRequest";
  }

  /// A request that no dataset is needed for.
  byte[] event() {
    return event(Operation.GET_HEALTH, "none", "");
  }

  /// A request for `operation` of a new dataset that has one record.
  byte[] event(Operation operation) throws InterruptedException {
    String dataset = "d" + UUID.randomUUID().toString().replace("-", "");
    set(Operation.PUT_DATASET, dataset, DEFINITION);
    set(Operation.POST_RECORDS, dataset, RECORDS);
    return switch (operation) {
      case POST_RECORDS -> event(operation, dataset, RECORDS);
      case POST_QUERY ->
          event(
              operation,
              dataset,
              "{\"sql\": \"SELECT device, avg(celsius) FROM " + dataset + " GROUP BY device\"}");
      default -> event(operation, dataset, "");
    };
  }

  private void set(Operation operation, String dataset, String body) throws InterruptedException {
    InvocationOutcome outcome =
        ingest.invoke(UUID.randomUUID().toString(), event(operation, dataset, body), TIMEOUT);
    if (!(outcome instanceof InvocationOutcome.Answered(byte[] document))
        || !new String(document, StandardCharsets.UTF_8).contains("\"statusCode\":201")) {
      throw new IllegalStateException(operation + " failed: " + outcome);
    }
  }

  private static byte[] event(Operation operation, String dataset, String body) {
    String path = operation.path().replace("{dataset}", dataset);
    return """
    {"version": "2.0", "routeKey": "%s", "rawPath": "%s", "rawQueryString": "",
     "headers": {"content-type": "application/json"}, "pathParameters": {"dataset": "%s"},
     "requestContext": {"requestId": "%s", "http": {"method": "%s", "path": "%s",
       "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "benchmark"}},
     "body": "%s", "isBase64Encoded": false}\
    """
        .formatted(
            operation.routeKey(),
            path,
            dataset,
            UUID.randomUUID(),
            operation.method(),
            path,
            body.replace("\"", "\\\"").replace("\n", "\\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    ingest.close();
    server.close();
    for (DeployedFunction function : deployed) {
      function.close();
    }
    CompactionBenchmark.delete(directory);
  }
}
