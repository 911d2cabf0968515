package dev.tarn.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A service of AWS over HTTP, as the SDK speaks to those with the JSON protocol: the operation in
/// the header `X-Amz-Target`, documents as bodies.
public abstract class JsonServiceStub implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String targets;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  /// What goes wrong with a request.
  public sealed interface Fault {
    /// It is refused, without effect.
    record Refused(int status, String code) implements Fault {}

    /// It has its effect, and the connection ends without an answer.
    record Unanswered() implements Fault {}

    /// It has its effect, and the answer is that of a broken server.
    record Broken() implements Fault {}
  }

  /// A request that is refused for good.
  public static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    /// With `code` and a message of the service's.
    public Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.body = newObject().put("__type", code).put("message", message);
    }

    /// The same with another field in its body.
    public Refusal with(String field, String value) {
      body.put(field, value);
      return this;
    }
  }

  /// A service whose operations' targets begin with `targets`, such as `AmazonSQS`.
  protected JsonServiceStub(String targets) throws IOException {
    this.targets = targets + ".";
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
  }

  /// Begins to serve; to be called once, when the service is whole.
  protected final void start() {
    server.createContext("/", this::serve);
    server.start();
  }

  /// Does `operation` and gives its answer, or throws a [Refusal].
  protected abstract ObjectNode answer(String operation, JsonNode request);

  /// Where the service is.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Lets the next request for which nothing is planned yet go wrong.
  public void plan(Fault fault) {
    next.add(fault);
  }

  /// The operations asked for so far, each attempt by itself.
  public List<String> asked() {
    return asked;
  }

  /// What was wrong with the requests, none of which the service would have taken.
  public List<String> faults() {
    return faults;
  }

  /// An empty object to fill.
  protected static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = header(exchange, "X-Amz-Target");
      require(header(exchange, "Authorization").startsWith("AWS4-HMAC-SHA256 "), "unsigned");
      require(header(exchange, "Content-Type").startsWith("application/x-amz-json-1."), "type");
      require(target.startsWith(targets), "target " + target);
      String operation = target.substring(Math.min(targets.length(), target.length()));
      asked.add(operation);
      Optional<Fault> fault = Optional.ofNullable(next.poll());
      if (fault.isPresent() && fault.get() instanceof Fault.Refused(int status, String code)) {
        send(exchange, status, newObject().put("__type", code).put("message", "no"));
        return;
      }
      try {
        ObjectNode answer = answer(operation, MAPPER.readTree(body));
        if (fault.isEmpty()) {
          send(exchange, 200, answer);
        } else if (fault.get() instanceof Fault.Broken) {
          send(exchange, 500, newObject().put("__type", "InternalFailure"));
        }
      } catch (Refusal e) {
        send(exchange, e.status, e.body);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] content = MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  /// Notes `fault` unless the condition holds.
  protected void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
