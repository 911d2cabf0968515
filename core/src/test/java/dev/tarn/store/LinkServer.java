package dev.tarn.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Serves the links of a store that has no server, as an application does that holds one.
public final class LinkServer implements AutoCloseable {
  private final HttpServer server;
  private final SignedLinks links;

  /// Listens on a free port, and reads from whatever `store` gives.
  public LinkServer(Supplier<ObjectStore> store) throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/objects");
    this.links = SignedLinks.withRandomSecret(base, InstantSource.system());
    server.createContext("/objects/", exchange -> serve(exchange, store.get()));
    server.start();
  }

  /// The links that are served.
  public SignedLinks links() {
    return links;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange, ObjectStore store) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("PUT")) {
        Optional<ObjectKey> put = links.verifyPut(exchange.getRequestURI());
        byte[] content = exchange.getRequestBody().readAllBytes();
        put.ifPresent(key -> store.put(key, content));
        exchange.sendResponseHeaders(put.isPresent() ? 200 : 403, -1);
        return;
      }
      Optional<SignedLinks.Linked> linked = links.verify(exchange.getRequestURI());
      Optional<ObjectKey> key = linked.map(SignedLinks.Linked::key);
      if (key.isEmpty()) {
        exchange.sendResponseHeaders(403, -1);
      } else if (store.head(key.get()).isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        linked
            .flatMap(SignedLinks.Linked::mediaType)
            .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
        byte[] bytes = store.get(key.get()).bytes();
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
