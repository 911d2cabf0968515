package dev.tarn.local.client;

import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/// Calls one Tarn over HTTP.
public final class ApiClient implements AutoCloseable {
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST_PUT = Duration.ofHours(6);

  private final URI base;
  private final HttpClient http;
  private final Duration pause;
  private final Optional<String> token;

  /// Calls the Tarn at `base`, such as `http://127.0.0.1:8080`.
  public ApiClient(URI base) {
    this(base, Optional.empty());
  }

  /// Calls the Tarn at `base` with a token.
  public ApiClient(URI base, Optional<String> token) {
    this(base, token, Duration.ofMillis(250));
  }

  ApiClient(URI base, Optional<String> token, Duration pause) {
    this.base = base;
    this.pause = pause;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /// Where it calls.
  public URI base() {
    return base;
  }

  /// Makes one request. Throws [IOException] where no answer comes back.
  public ApiAnswer send(ApiCall call) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + call.path()))
            .timeout(Duration.ofSeconds(60))
            .method(
                call.method(),
                call.body()
                    .map(body -> BodyPublishers.ofByteArray(body.bytes()))
                    .orElse(BodyPublishers.noBody()));
    call.headers().forEach(request::header);
    token.ifPresent(text -> request.header("authorization", "Bearer " + text));
    return answer(request.build());
  }

  private ApiAnswer answer(HttpRequest request) throws IOException {
    long start = System.nanoTime();
    HttpResponse<byte[]> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
    return new ApiAnswer(
        response.statusCode(),
        headers,
        response.body(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /// Puts `file` to `link`, which says by itself what may be put there, so that no token is sent;
  /// as often as [#sendRepeatedly] does, and as that throws.
  ///
  /// @param link absolute, or where this Tarn serves
  /// @param sent is told how many bytes are on their way, anew at each attempt
  public ApiAnswer putRepeatedly(URI link, Path file, LongConsumer sent) {
    URI target = base.resolve(link);
    return repeatedly(target, () -> put(target, file, sent));
  }

  private ApiAnswer put(URI link, Path file, LongConsumer sent) throws IOException {
    long size = Files.size(file);
    HttpRequest.BodyPublisher content =
        BodyPublishers.ofInputStream(() -> {
          try {
            return new SentFile(Files.newInputStream(file), sent);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return answer(
        HttpRequest.newBuilder(link)
            .timeout(LONGEST_PUT)
            .PUT(size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(content, size))
            .build());
  }

  /// Copies what `answer` leads to (303, with a `Location`) to `out`, as it comes. Throws
  /// [IOException] where it does not come whole.
  public void follow(ApiAnswer answer, OutputStream out) throws IOException {
    URI link =
        base.resolve(
            answer
                .header("location")
                .orElseThrow(() -> new IOException("the answer leads nowhere")));
    HttpRequest request = HttpRequest.newBuilder(link).timeout(Duration.ofMinutes(15)).build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the link to the result answers HTTP " + response.statusCode());
        }
        body.transferTo(out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /// Makes a request that may be made again without harm, up to five times while the answer is lost
  /// or says that the fault will pass, and gives the last answer. Throws [UserFailure] where none
  /// came back, at once where nobody listens.
  public ApiAnswer sendRepeatedly(ApiCall call) {
    return repeatedly(base, () -> send(call));
  }

  /// A request that may be made again.
  @FunctionalInterface
  private interface Attempt {
    ApiAnswer make() throws IOException;
  }

  private ApiAnswer repeatedly(URI server, Attempt request) {
    for (int attempt = 1; ; attempt++) {
      try {
        ApiAnswer answer = request.make();
        if (!PASSING.contains(answer.status()) || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (ConnectException e) {
        throw new UserFailure("nothing answers at " + origin(server) + "; is a Tarn up there?", e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new UserFailure("no answer from " + origin(server) + ": " + reason(e), e);
        }
      }
      pauseBefore(attempt);
    }
  }

  /// Links have signatures, which are nobody's to read.
  private static String origin(URI server) {
    return server.getRawQuery() == null
        ? server.toString()
        : server.getScheme() + "://" + server.getRawAuthority();
  }

  /// What went wrong, in words; the JDK's exceptions often have none.
  public static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void pauseBefore(int attempt) {
    try {
      Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserFailure("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
