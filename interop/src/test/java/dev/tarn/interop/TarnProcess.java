package dev.tarn.interop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tarn serving a lake, in a process of its own.
final class TarnProcess implements AutoCloseable {
  private static final Pattern UP = Pattern.compile("Tarn is up at (\\S+) over");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();

  private TarnProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /// Starts `up` over `lake` on a free port and waits until it serves.
  static TarnProcess start(Path lake) {
    return start(lake, List.of());
  }

  /// Starts `up` with options for its JVM.
  static TarnProcess start(Path lake, List<String> options) {
    return start(lake, options, 0);
  }

  /// Starts `up` at `port`, 0 for any free one, with routes that take whatever comes.
  static TarnProcess start(Path lake, List<String> options, int port) {
    try {
      Process process =
          tarn(
              "up",
              options,
              "--port",
              Integer.toString(port),
              "--lake",
              lake.toString(),
              "--throttles",
              "none");
      BufferedReader output = process.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher up = UP.matcher(line);
        if (up.find()) {
          Thread.ofVirtual().start(() -> output.lines().forEach(said -> {}));
          return new TarnProcess(process, URI.create(up.group(1)));
        }
      }
      throw new IllegalStateException("Tarn ended before it was up");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process tarn(String subcommand, List<String> options, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // What the first process that ends by itself leaves has the others start sooner;
                // what one command loads is of little use to another.
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile="
                    + Path.of(System.getProperty("tarn.classes"), "tarn-" + subcommand + ".jsa"),
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("tarn.lib") + File.separator + "*",
            "dev.tarn.local.Main",
            subcommand));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// What `fsck` says of the dataset, and its exit code before it.
  String fsck(String dataset) throws IOException, InterruptedException {
    Process fsck = tarn("fsck", List.of(), dataset, "--url", uri.toString());
    String said = new String(fsck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return fsck.waitFor() + " " + said;
  }

  /// The process's number.
  long pid() {
    return process.pid();
  }

  /// Ends the process at once, as `kill -9` does, and waits until it is gone.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Asks the process to end and waits until it did.
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    http.close();
  }

  /// Where it serves.
  URI uri() {
    return uri;
  }

  /// The most memory that the process has had, in bytes.
  long peakMemory() throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /// Puts a file to a link.
  HttpResponse<String> putFile(URI link, Path file) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(link)
            .timeout(Duration.ofMinutes(30))
            .PUT(BodyPublishers.ofFile(file))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /// Posts records, a line each.
  HttpResponse<String> records(String dataset, Optional<String> key, String lines)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/datasets/" + dataset + "/records")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines));
    key.ifPresent(value -> request.header("Idempotency-Key", value));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// The answer to a query as lines of JSON.
  HttpResponse<String> query(String sql) throws IOException, InterruptedException {
    return query(sql, "");
  }

  /// The same with further fields of the request's body, a comma before each.
  HttpResponse<String> query(String sql, String fields) throws IOException, InterruptedException {
    String quoted = sql.replace("\\", "\\\\").replace("\"", "\\\"");
    return http.send(
        request("/v1/query")
            .header("Content-Type", "application/json")
            .header("Accept", "application/x-ndjson")
            .POST(BodyPublishers.ofString("{\"sql\": \"" + quoted + "\"" + fields + "}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(ANSWER_WITHIN);
  }
}
