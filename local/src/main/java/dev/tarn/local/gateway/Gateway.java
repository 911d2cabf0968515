package dev.tarn.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/// Serves the API over HTTP by the very events and answers of an API Gateway HTTP API, with its
/// quotas ([GatewayLimits]).
///
/// Where API Gateway answers itself, this gateway does likewise, with `{"message": "…"}`: 431 for
/// too long a head, 429 for more requests than a route takes ([Throttles]), 500 for a function that
/// throws or answers nonsense, 503 for one that is out of time. Only what the client did wrong is
/// told more precisely here, as a problem document: 404 for a path and 405 for a method that no
/// route has (API Gateway answers both 404 `Not Found`), and 413. OPTIONS is answered with the
/// methods that a path has, and HEAD is not served.
///
/// A request holds memory only as its bytes arrive, and all requests together only so much
/// ([GatewayLimits#bufferedBytes()]), else 503. Clients have a minute to send one and a minute to
/// take its answer; what they put to links ([LinkedObjects]) is not held in memory, and may take
/// longer as long as it goes on.
public final class Gateway implements AutoCloseable {
  private static final Duration CLIENTS_PATIENCE = Duration.ofMinutes(1);

  private final HttpServer server;
  private final GatewayLimits limits;
  private final Consumer<ServedRequest> log;
  private final BufferBudget budget;
  private final LoopbackGuard guard;
  private final ServedObjects objects;
  private final ServedRoutes routes;
  private final InFlight inFlight = new InFlight();
  private final ClientTime time = new ClientTime(CLIENTS_PATIENCE);
  private final SecureRandom random = new SecureRandom();

  private Gateway(
      HttpServer server,
      ServedApi api,
      GatewayLimits limits,
      Clock clock,
      Consumer<ServedRequest> log,
      PrintStream functionLog) {
    this.server = server;
    this.limits = limits;
    this.log = log;
    this.budget = new BufferBudget(limits.bufferedBytes());
    this.guard = new LoopbackGuard(server.getAddress().getAddress());
    this.objects = new ServedObjects(api.published(), api.linked());
    this.routes =
        new ServedRoutes(
            api, limits, new Invocations(api.functions(), limits, functionLog), clock, time);
  }

  /// Starts serving `api` at `address`, whose port may be 0 for any free one. Every request is told
  /// to `log` once it is answered; what functions write to their log goes to `functionLog`. Throws
  /// [java.net.BindException] where the port is taken.
  public static Gateway start(
      InetSocketAddress address,
      ServedApi api,
      GatewayLimits limits,
      Clock clock,
      Consumer<ServedRequest> log,
      PrintStream functionLog)
      throws IOException {
    ServerSettings.apply();
    HttpServer server = HttpServer.create(address, 1024);
    Gateway gateway = new Gateway(server, api, limits, clock, log, functionLog);
    server.setExecutor(gateway.time);
    server.createContext("/", gateway::serve);
    server.start();
    return gateway;
  }

  /// Where it serves.
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /// Answers new requests 503 and waits, no longer than [GatewayLimits#drain()], until those in
  /// flight are answered; then closes every connection. Answers how many requests were cut off.
  public int stop() {
    int cutOff = inFlight.closeAndAwaitNone(limits.drain());
    server.stop(0);
    time.close();
    routes.close();
    return cutOff;
  }

  @Override
  public void close() {
    stop();
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (!inFlight.enter()) {
      try (exchange) {
        exchange.getResponseHeaders().set("connection", "close");
        AnswerWriter.write(exchange, Answer.message(503, "Service Unavailable"), requestId(), true);
      }
      return;
    }
    try {
      serveEntered(exchange);
    } finally {
      inFlight.leave();
    }
  }

  private void serveEntered(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String id = requestId();
    try (exchange;
        BufferBudget.Claim claim = budget.claim()) {
      ReceivedRequest request = ReceivedRequest.of(exchange);
      Outcome outcome = outcome(exchange, request, id, claim);
      time.begin();
      AnswerWriter.write(exchange, outcome.answer(), id, outcome.bodyUnread());
      log.accept(
          new ServedRequest(
              id,
              request.method(),
              request.path(),
              outcome.answer().status(),
              outcome.answer().body().bytes().length,
              Duration.ofNanos(System.nanoTime() - start),
              outcome.failure()));
    }
  }

  private Outcome outcome(
      HttpExchange exchange, ReceivedRequest request, String id, BufferBudget.Claim claim)
      throws IOException {
    time.end();
    if (request.bytes() > limits.headerBytes()) {
      return Outcome.refused(Answer.message(431, "Request Header Fields Too Large"));
    }
    Optional<Answer> refusal = guard.refusal(request);
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    Optional<Outcome> object = objects.outcome(request, exchange.getRequestBody(), id, time);
    if (object.isPresent()) {
      return object.get();
    }
    return routes.outcome(request, exchange.getRequestBody(), id, claim);
  }

  private String requestId() {
    byte[] id = new byte[11];
    random.nextBytes(id);
    return Base64.getUrlEncoder().encodeToString(id);
  }
}
