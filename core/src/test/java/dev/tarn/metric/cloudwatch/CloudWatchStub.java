package dev.tarn.metric.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/// CloudWatch over HTTP, as the SDK speaks it: a form, compressed if it is long, and XML. What was
/// put can be listed and read again.
final class CloudWatchStub implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Function<Put, Answer>> next = new ConcurrentLinkedQueue<>();
  private final List<Put> taken = new CopyOnWriteArrayList<>();
  private final List<Put> asked = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final StoredSamples samples = new StoredSamples();

  /// What is answered.
  record Answer(int status, String body) {
    static final Answer OK =
        new Answer(
            200,
            "<PutMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
                + "</PutMetricDataResponse>");

    static Answer error(int status, String code) {
      return new Answer(
          status,
          "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error>"
                  .formatted(code)
              + "<RequestId>1</RequestId></ErrorResponse>");
    }
  }

  /// One request.
  record Put(int bytes, Map<String, String> form) {
    int metrics() {
      return (int) form.keySet().stream().filter(key -> key.endsWith(".MetricName")).count();
    }

    String of(int metric, String key) {
      return form.getOrDefault("MetricData.member.%d.%s".formatted(metric, key), "");
    }

    /// The values sent with both dimensions, or with the function alone.
    List<Double> values(boolean withDataset) {
      return IntStream.rangeClosed(1, metrics())
          .filter(i -> of(i, "Dimensions.member.2.Name").equals(withDataset ? "dataset" : ""))
          .mapToObj(i -> Double.valueOf(of(i, "Value")))
          .toList();
    }
  }

  CloudWatchStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Answers the next request for which nothing is planned yet with `answer`.
  void answer(Answer answer) {
    next.add(_ -> answer);
  }

  void answer(Function<Put, Answer> answer) {
    next.add(answer);
  }

  /// How many metrics, and how many points, an answer holds.
  void page(int metrics, int points) {
    samples.page(metrics, points);
  }

  /// The requests that were answered with success.
  List<Put> taken() {
    return taken;
  }

  /// All requests.
  List<Put> asked() {
    return asked;
  }

  /// What was wrong with the requests, none of which CloudWatch would have taken.
  List<String> faults() {
    return faults;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = body(exchange);
      Put put = new Put(body.length, form(new String(body, UTF_8)));
      asked.add(put);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      require(authorization != null && authorization.startsWith("AWS4-HMAC-SHA256 "), "unsigned");
      require(body.length <= 1_000_000, body.length + " bytes");
      Function<Put, Answer> planned = next.poll();
      Answer answer = planned == null ? answerTo(put) : planned.apply(put);
      if (answer.status() == 200) {
        taken.add(put);
      }
      byte[] content = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(answer.status(), content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private Answer answerTo(Put put) {
    return switch (put.form().getOrDefault("Action", "")) {
      case "PutMetricData" -> {
        require("Tarn".equals(put.form().get("Namespace")), "namespace");
        require(put.metrics() >= 1 && put.metrics() <= 1_000, put.metrics() + " metrics");
        samples.put(put);
        yield Answer.OK;
      }
      case "ListMetrics" -> {
        require("Tarn".equals(put.form().get("Namespace")), "namespace");
        yield new Answer(200, samples.list(put.form()));
      }
      case "GetMetricData" -> {
        long queries = put.form().keySet().stream().filter(key -> key.endsWith(".Id")).count();
        require(queries >= 1 && queries <= 500, queries + " queries");
        yield new Answer(200, samples.values(put.form()));
      }
      default -> {
        require(false, "action");
        yield Answer.error(400, "InvalidAction");
      }
    };
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return sent;
    }
    try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      return content.readAllBytes();
    }
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
