package dev.tarn.local.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a service's protocol on a port of this machine alone. Requests that no SDK has signed are
/// refused, so that a page in a browser cannot make any; the signature is not looked at.
final class ServiceServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceServer.class);

  /// The largest request of both services, 1 MB, and what is around it.
  private static final int MOST_BODY_BYTES = 2 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Protocol protocol;

  /// What a service makes of a request.
  @FunctionalInterface
  interface Protocol {
    /// The answer to a request with `target` in its header `X-Amz-Target`, empty for none. Throws
    /// [IllegalArgumentException] for a request that it cannot understand.
    ServiceAnswer answer(String target, byte[] body);
  }

  private ServiceServer(HttpServer server, Protocol protocol) {
    this.server = server;
    this.protocol = protocol;
  }

  static ServiceServer start(Protocol protocol) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
      ServiceServer service = new ServiceServer(server, protocol);
      server.setExecutor(service.threads);
      server.createContext("/", service::serve);
      server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException("no port of this machine can be had", e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      ServiceAnswer answer = answer(exchange);
      byte[] content = answer.bytes();
      exchange.getResponseHeaders().set("content-type", answer.type());
      exchange.sendResponseHeaders(answer.status(), content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private ServiceAnswer answer(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!header(headers, "authorization").startsWith("AWS4-HMAC-SHA256 ")) {
      return ServiceAnswer.json(403, "{\"__type\":\"AccessDenied\"}");
    }
    byte[] body;
    try (InputStream content = content(exchange)) {
      body = content.readNBytes(MOST_BODY_BYTES + 1);
    }
    if (body.length > MOST_BODY_BYTES) {
      return ServiceAnswer.json(413, "{\"__type\":\"RequestEntityTooLarge\"}");
    }
    try {
      return protocol.answer(header(headers, "x-amz-target"), body);
    } catch (IllegalArgumentException e) {
      LOG.warn("a request to a service is refused: {}", e.getMessage());
      return ServiceAnswer.json(400, "{\"__type\":\"InvalidParameterValue\"}");
    } catch (RuntimeException e) {
      LOG.warn("a request to a service failed", e);
      return ServiceAnswer.json(500, "{\"__type\":\"InternalFailure\"}");
    }
  }

  private static InputStream content(HttpExchange exchange) throws IOException {
    return header(exchange.getRequestHeaders(), "content-encoding").equals("gzip")
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  private static String header(Headers headers, String name) {
    return Optional.ofNullable(headers.getFirst(name)).orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
