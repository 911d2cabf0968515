package dev.tarn.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// As much of S3's protocol as single objects need, in this process, with conditions that are
/// checked and met in one step, and with faults that are told beforehand: each request takes one.
final class S3Stub implements AutoCloseable {
  /// What happens to a request instead of being served.
  sealed interface Fault {
    /// It is refused without effect.
    record Refusal(int status, String code) implements Fault {}

    /// It is answered with `status` and `body` without effect.
    record Reply(int status, String body) implements Fault {}

    /// The connection ends before the request has an effect.
    record Drop() implements Fault {}

    /// The request takes effect, and the connection ends before the answer; then `after` is done.
    record LostAnswer(Runnable after) implements Fault {}

    /// There is no answer until the stub is closed.
    record Silence() implements Fault {}

    /// Half of the content is sent.
    record HalfAnswer() implements Fault {}

    /// A byte of the content is sent wrong.
    record WrongByte() implements Fault {}

    /// The whole content is sent whatever range was asked for.
    record WholeAnswer() implements Fault {}
  }

  private static final String TOKEN = "x-amz-meta-tarn-put";
  private static final String CHECKSUM = "x-amz-checksum-crc32";

  private final ConcurrentMap<String, Stored> objects = new ConcurrentHashMap<>();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  S3Stub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What is stored at `key`, past all faults.
  String content(String key) {
    return new String(Objects.requireNonNull(objects.get(key)).content(), UTF_8);
  }

  /// Stores `content` at `key`, past all faults.
  void replace(String key, String content) {
    objects.put(key, Stored.of(content.getBytes(UTF_8), ""));
  }

  /// Deletes what is at `key`, past all faults.
  void delete(String key) {
    objects.remove(key);
  }

  /// The next requests meet `next`, one each.
  void meet(Fault... next) {
    faults.addAll(List.of(next));
  }

  /// The methods of all requests so far.
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod());
      Optional<Fault> fault = Optional.ofNullable(faults.poll());
      if (fault.isEmpty()) {
        send(exchange, serve(exchange, body), Answer::content);
      } else {
        meet(exchange, body, fault.get());
      }
    }
  }

  private void meet(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    switch (fault) {
      case Fault.Refusal refusal ->
          send(exchange, error(refusal.status(), refusal.code()), Answer::content);
      case Fault.Reply reply -> {
        byte[] content = reply.body().getBytes(UTF_8);
        send(exchange, new Answer(reply.status(), new Headers(), content), Answer::content);
      }
      case Fault.Drop _ -> exchange.close();
      case Fault.LostAnswer lost -> {
        serve(exchange, body);
        lost.after().run();
        exchange.close();
      }
      case Fault.Silence _ -> awaitClosing();
      case Fault.HalfAnswer _ ->
          send(
              exchange,
              serve(exchange, body),
              answer -> Arrays.copyOf(answer.content(), answer.content().length / 2));
      case Fault.WrongByte _ ->
          send(
              exchange,
              serve(exchange, body),
              answer -> {
                byte[] wrong = answer.content().clone();
                wrong[wrong.length / 2] ^= 1;
                return wrong;
              });
      case Fault.WholeAnswer _ ->
          send(exchange, serve(exchange, new Headers(), body), Answer::content);
    }
  }

  /// An object, equal to itself alone.
  private static final class Stored {
    private final byte[] content;
    private final String token;
    private final String etag = '"' + UUID.randomUUID().toString() + '"';
    private final String time = RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC));

    private Stored(byte[] content, String token) {
      this.content = content;
      this.token = token;
    }

    static Stored of(byte[] content, String token) {
      return new Stored(content, token);
    }

    byte[] content() {
      return content;
    }

    String etag() {
      return etag;
    }

    Headers headers() {
      Headers headers = new Headers();
      headers.set("ETag", etag);
      headers.set("Last-Modified", time);
      headers.set(TOKEN, token);
      return headers;
    }
  }

  private static final class Answer {
    private final int status;
    private final Headers headers;
    private final byte[] content;

    Answer(int status, Headers headers, byte[] content) {
      this.status = status;
      this.headers = headers;
      this.content = content;
    }

    int status() {
      return status;
    }

    Headers headers() {
      return headers;
    }

    byte[] content() {
      return content;
    }
  }

  /// What of an answer's content is sent.
  private interface Sent {
    byte[] of(Answer answer);
  }

  private static void send(HttpExchange exchange, Answer answer, Sent sent) throws IOException {
    exchange.getResponseHeaders().putAll(answer.headers());
    int length = answer.content().length;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + length);
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(sent.of(answer));
    }
  }

  private Answer serve(HttpExchange exchange, byte[] body) {
    return serve(exchange, exchange.getRequestHeaders(), body);
  }

  private Answer serve(HttpExchange exchange, Headers request, byte[] body) {
    // The path is that of a bucket, a prefix and a key; that of many deletions has no key.
    String path = exchange.getRequestURI().getPath();
    String key = path.substring("/secret-bucket/lake/".length());
    return switch (exchange.getRequestMethod()) {
      case "PUT" -> put(key, request, body);
      case "GET", "HEAD" ->
          Optional.ofNullable(objects.get(key))
              .map(object -> get(object, Optional.ofNullable(request.getFirst("Range"))))
              .orElseGet(() -> error(404, "NoSuchKey"));
      case "DELETE" -> {
        objects.remove(key);
        yield new Answer(204, new Headers(), new byte[0]);
      }
      default -> error(405, "MethodNotAllowed");
    };
  }

  private Answer put(String key, Headers request, byte[] body) {
    if (!S3Contents.crc32(body).equals(request.getFirst(CHECKSUM))) {
      return error(400, "BadDigest");
    }
    Stored stored = Stored.of(body, Optional.ofNullable(request.getFirst(TOKEN)).orElse(""));
    Optional<String> expected = Optional.ofNullable(request.getFirst("If-Match"));
    if (request.containsKey("If-None-Match")) {
      if (objects.putIfAbsent(key, stored) != null) {
        return error(412, "PreconditionFailed");
      }
    } else if (expected.isPresent()) {
      Stored present = objects.get(key);
      if (present == null) {
        return error(404, "NoSuchKey");
      }
      if (!present.etag().equals(expected.get()) || !objects.replace(key, present, stored)) {
        return error(412, "PreconditionFailed");
      }
    } else {
      objects.put(key, stored);
    }
    return new Answer(200, stored.headers(), new byte[0]);
  }

  private static Answer get(Stored object, Optional<String> range) {
    byte[] content = object.content();
    Headers headers = object.headers();
    if (range.isEmpty()) {
      headers.set(CHECKSUM, S3Contents.crc32(content));
      return new Answer(200, headers, content);
    }
    String[] bounds = range.get().substring("bytes=".length()).split("-", -1);
    boolean suffix = bounds[0].isEmpty();
    int first =
        suffix
            ? Math.max(0, content.length - Integer.parseInt(bounds[1]))
            : Integer.parseInt(bounds[0]);
    int last =
        suffix ? content.length - 1 : Math.min(content.length - 1, Integer.parseInt(bounds[1]));
    if (first >= content.length) {
      return error(416, "InvalidRange");
    }
    headers.set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
    return new Answer(206, headers, Arrays.copyOfRange(content, first, last + 1));
  }

  private static Answer error(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>secret-bucket</Message></Error>";
    return new Answer(status, new Headers(), body.getBytes(UTF_8));
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
